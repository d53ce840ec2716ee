using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression;

/// <summary>
/// Decompresses a file forward, all checksums verified. It reads ahead, so where the source stands afterwards is not
/// defined.
/// </summary>
public abstract class DecoderStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly long _maxOutput;
    private readonly string _format;
    private AvocadoException? _failure;
    private bool _ended;
    private bool _disposed;
    private long _position;

    private protected DecoderStream(Stream source, bool leaveOpen, long maxOutput, string format)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        _source = source;
        _leaveOpen = leaveOpen;
        _maxOutput = maxOutput;
        _format = format;
    }

    /// <inheritdoc/>
    public sealed override bool CanRead => !_disposed;

    /// <summary>How many bytes were unpacked.</summary>
    public sealed override long Position => _position;

    /// <summary>Unpacks the next bytes.</summary>
    /// <returns>How many; 0 only when everything was unpacked and verified.</returns>
    /// <exception cref="DamagedFormatException">The file is damaged, cut off or unpacks to too much.</exception>
    /// <exception cref="AvocadoException">AVO0202: the file needs what is not known or not allowed here.</exception>
    public sealed override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            // After damage nothing that follows can be trusted: the stream keeps failing.
            throw _failure;
        }
        if (buffer.IsEmpty || _ended)
        {
            return 0;
        }
        try
        {
            int count = ReadNext(buffer);
            _ended = count == 0;
            _position += count;
            return _position <= _maxOutput ? count : throw TooLarge();
        }
        catch (AvocadoException failure)
        {
            _failure = failure;
            throw;
        }
    }

    /// <summary>Unpacks a whole file in memory.</summary>
    /// <param name="source">The file.</param>
    /// <param name="open">Opens a stream over it.</param>
    internal static unsafe byte[] Unpack(ReadOnlySpan<byte> source, Func<Stream, DecoderStream> open)
    {
        fixed (byte* bytes = source)
        {
            // An empty span has no address.
            using Stream input = bytes is null ? Stream.Null : new UnmanagedMemoryStream(bytes, source.Length);
            using DecoderStream decoder = open(input);
            using var output = new MemoryStream();
            decoder.CopyTo(output, 1 << 16);
            return output.ToArray();
        }
    }

    /// <summary>Unpacks bytes to a buffer that is not empty; 0 when everything was unpacked and verified.</summary>
    private protected abstract int ReadNext(Span<byte> buffer);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private DamagedFormatException TooLarge() => new(_format, string.Create(
        CultureInfo.InvariantCulture, $"it unpacks to more than the {_maxOutput} bytes that may be here"));
}
