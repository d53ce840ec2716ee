using System.Buffers.Binary;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>SHA-256 of the files of an image that have bytes, by inode number.</summary>
public sealed class BaseDigests
{
    private const string FormatName = "base digests";
    private const int RecordSize = sizeof(uint) + Sha256Digest.Size;

    /// <summary>In order.</summary>
    private readonly uint[] _numbers;
    private readonly Sha256Digest[] _digests;

    private BaseDigests(uint[] numbers, Sha256Digest[] digests)
    {
        _numbers = numbers;
        _digests = digests;
        if (!IsSorted(numbers))
        {
            Array.Sort(_numbers, _digests);
        }
    }

    private static ReadOnlySpan<byte> Magic => "avobase1"u8;

    /// <summary>Reads what <see cref="Save"/> wrote; null when there is nothing.</summary>
    /// <exception cref="DamagedFormatException">It is damaged: make it again.</exception>
    public static BaseDigests? TryLoad(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        byte[] bytes = File.ReadAllBytes(path);
        int end = bytes.Length - Sha256Digest.Size;
        if (end < Magic.Length || !bytes.AsSpan().StartsWith(Magic) || (end - Magic.Length) % RecordSize != 0
            || Sha256Digest.Of(bytes.AsSpan(0, end)) != new Sha256Digest(bytes.AsSpan(end)))
        {
            throw new DamagedFormatException(FormatName, "it does not match its checksum");
        }
        var numbers = new uint[(end - Magic.Length) / RecordSize];
        var digests = new Sha256Digest[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> record = bytes.AsSpan(Magic.Length + (i * RecordSize), RecordSize);
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(record);
            digests[i] = new Sha256Digest(record[sizeof(uint)..]);
        }
        return new BaseDigests(numbers, digests);
    }

    /// <summary>Writes a file: magic, then number and digest of each, then the SHA-256 of all of that.</summary>
    public void Save(string path)
    {
        int end = Magic.Length + (_digests.Length * RecordSize);
        var bytes = new byte[end + Sha256Digest.Size];
        Magic.CopyTo(bytes);
        Span<byte> rest = bytes.AsSpan(Magic.Length);
        for (int i = 0; i < _numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, _numbers[i]);
            _digests[i].CopyTo(rest[sizeof(uint)..]);
            rest = rest[RecordSize..];
        }
        Sha256Digest.Of(bytes.AsSpan(0, end)).CopyTo(rest);
        string temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads every file of an image.</summary>
    internal static BaseDigests Of(SquashFsReader reader, int threads, CancellationToken cancellation)
    {
        SquashFsEntry[] files =
            [.. reader.ReadEntries().Where(e => e.Kind == EntryKind.File && e.Size > 0).DistinctBy(e => e.InodeNumber)];
        Sha256Digest[] digests = OrderedParallel.Compute(files.Length, threads, Digest, cancellation);
        return new BaseDigests([.. files.Select(file => file.InodeNumber)], digests);

        Sha256Digest Digest(int i)
        {
            using Stream stream = reader.OpenFile(files[i]);
            return Sha256Digest.Of(stream);
        }
    }

    private static bool IsSorted(ReadOnlySpan<uint> numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The digest of a file that has bytes.</summary>
    internal Sha256Digest? Find(uint inodeNumber)
    {
        int low = 0, high = _numbers.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_numbers[middle] == inodeNumber)
            {
                return _digests[middle];
            }
            (low, high) = _numbers[middle] < inodeNumber ? (middle + 1, high) : (low, middle - 1);
        }
        return null;
    }
}
