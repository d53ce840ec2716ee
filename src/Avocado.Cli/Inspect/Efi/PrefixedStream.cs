using Avocado.Files;

namespace Avocado.Cli.Inspect.Efi;

/// <summary>Two streams one behind the other, forward only; both stay the caller's.</summary>
internal sealed class PrefixedStream(Stream first, Stream second) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) =>
        first.Read(buffer) is var read and > 0 ? read : second.Read(buffer);
}
