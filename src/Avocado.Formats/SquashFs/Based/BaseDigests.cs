using System.Buffers.Binary;
using System.Collections.Frozen;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>SHA-256 of the files of an image that have bytes, by inode number.</summary>
public sealed class BaseDigests
{
    private const string FormatName = "base digests";
    private const int RecordSize = sizeof(uint) + Sha256Digest.Size;

    private readonly FrozenDictionary<uint, Sha256Digest> _digests;

    private BaseDigests(IEnumerable<KeyValuePair<uint, Sha256Digest>> digests) => _digests = digests.ToFrozenDictionary();

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
        var digests = new Dictionary<uint, Sha256Digest>();
        for (ReadOnlySpan<byte> rest = bytes.AsSpan(Magic.Length, end - Magic.Length); !rest.IsEmpty; rest = rest[RecordSize..])
        {
            digests[BinaryPrimitives.ReadUInt32LittleEndian(rest)] = new Sha256Digest(rest[sizeof(uint)..RecordSize]);
        }
        return new BaseDigests(digests);
    }

    /// <summary>Writes a file: magic, then number and digest of each, then the SHA-256 of all of that.</summary>
    public void Save(string path)
    {
        int end = Magic.Length + (_digests.Count * RecordSize);
        var bytes = new byte[end + Sha256Digest.Size];
        Magic.CopyTo(bytes);
        Span<byte> rest = bytes.AsSpan(Magic.Length);
        foreach ((uint number, Sha256Digest digest) in _digests.OrderBy(d => d.Key))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, number);
            digest.CopyTo(rest[sizeof(uint)..]);
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
        return new BaseDigests(files.Select((file, i) => KeyValuePair.Create(file.InodeNumber, digests[i])));

        Sha256Digest Digest(int i)
        {
            using Stream stream = reader.OpenFile(files[i]);
            return Sha256Digest.Of(stream);
        }
    }

    /// <summary>The digest of a file that has bytes.</summary>
    internal Sha256Digest? Find(uint inodeNumber) =>
        _digests.TryGetValue(inodeNumber, out Sha256Digest digest) ? digest : null;
}
