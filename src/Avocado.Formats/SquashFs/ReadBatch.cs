using System.Runtime.ExceptionServices;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Small files that one worker reads in one go, and hashes while they are at hand.</summary>
/// <param name="capacity">Bytes that fit.</param>
internal sealed class ReadBatch(int capacity)
{
    /// <summary>More files than this would keep the others waiting for their turn.</summary>
    private const int MaxParts = 256;

    private readonly List<ReadPart> _parts = [];
    private byte[]? _buffer;
    private int _length;
    private int _next;
    private int _failed;
    private ExceptionDispatchInfo? _error;

    /// <summary>True once <see cref="Read"/> has ended. Set and read under the pipeline's lock.</summary>
    public bool IsReady { get; set; }

    /// <summary>True when every file was taken out again.</summary>
    public bool IsTaken => _next == _parts.Count;

    /// <summary>Forgets what it holds.</summary>
    public void Clear()
    {
        _parts.Clear();
        _length = _next = 0;
        _error = null;
        IsReady = false;
    }

    /// <summary>Adds a file, if there is room.</summary>
    public bool TryAdd(int index, InodeNode file, bool hash)
    {
        int length = (int)file.Entry.Content.Size;
        if (length > capacity - _length || _parts.Count == MaxParts)
        {
            return false;
        }
        _parts.Add(new ReadPart(index, file, _length, hash, null));
        _length += length;
        return true;
    }

    /// <summary>Reads all files; an error is kept for the turn of the file that has it.</summary>
    public void Read()
    {
        _buffer ??= GC.AllocateUninitializedArray<byte>(capacity);
        for (int i = 0; i < _parts.Count; i++)
        {
            ReadPart part = _parts[i];
            try
            {
                Span<byte> bytes = BytesOf(part);
                StoredFile.ReadWhole(part.File.Entry, bytes);
                _parts[i] = part.Hash ? part with { Digest = Sha256Digest.Of(bytes) } : part;
            }
            catch (Exception error)
            {
                _failed = i;
                _error = ExceptionDispatchInfo.Capture(error);
                return;
            }
        }
    }

    /// <summary>The next file in order, which is the one with number <paramref name="index"/>.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0104: it could not be read.</exception>
    public ReadOnlySpan<byte> Take(int index, out Sha256Digest? digest)
    {
        if (_error is not null && _next == _failed)
        {
            _error.Throw();
        }
        ReadPart part = _parts[_next++];
        if (part.Index != index)
        {
            throw new InvalidOperationException($"file {index} is next, the batch has {part.Index}");
        }
        digest = part.Digest;
        return BytesOf(part);
    }

    private Span<byte> BytesOf(ReadPart part) => _buffer.AsSpan(part.Offset, (int)part.File.Entry.Content.Size);
}
