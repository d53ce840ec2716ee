using Avocado.Files;

namespace Avocado.Formats.Cpio;

/// <summary>The data of the member that a reader stands at; of no use once the reader has gone on.</summary>
internal sealed class CpioDataStream(CpioReader reader, int member) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override long Length => reader.DataState(member).Length;

    /// <inheritdoc/>
    public override long Position => Length - reader.DataState(member).Left;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => reader.ReadData(member, buffer);
}
