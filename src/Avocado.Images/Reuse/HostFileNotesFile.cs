using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.Reuse;

/// <summary>
/// <see cref="HostFileNotes"/> on disk, an intermediate of one host: magic, then for each file its path (length and
/// UTF-8), stamp, digest (present or not) and start (length or none), then the SHA-256 of all of that. Little-endian.
/// </summary>
internal static class HostFileNotesFile
{
    private const int MaxPath = ushort.MaxValue;
    private const byte None = byte.MaxValue;
    private const int StampSize = 2 * sizeof(long);

    private static ReadOnlySpan<byte> Magic => "avohost1"u8;

    /// <summary>Reads a file; nothing when there is none or it is damaged.</summary>
    public static Dictionary<string, HostFileNote> Load(string path)
    {
        var notes = new Dictionary<string, HostFileNote>(StringComparer.Ordinal);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return notes;
        }
        int end = bytes.Length - Sha256Digest.Size;
        if (end < Magic.Length || !bytes.AsSpan().StartsWith(Magic)
            || Sha256Digest.Of(bytes.AsSpan(0, end)) != new Sha256Digest(bytes.AsSpan(end)))
        {
            return notes;
        }
        // From here on it is what Save wrote.
        for (int at = Magic.Length; at < end;)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
            at += sizeof(ushort);
            string hostPath = Encoding.UTF8.GetString(bytes, at, length);
            at += length;
            notes[hostPath] = Read(bytes, ref at);
        }
        return notes;
    }

    /// <summary>Writes a file: whole, or the old one stays.</summary>
    public static void Save(string path, IReadOnlyCollection<KeyValuePair<string, HostFileNote>> notes)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        bytes.Write(Magic);
        foreach ((string hostPath, HostFileNote note) in notes)
        {
            int length = Encoding.UTF8.GetByteCount(hostPath);
            if (length <= MaxPath)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.GetSpan(sizeof(ushort)), (ushort)length);
                bytes.Advance(sizeof(ushort));
                bytes.Advance(Encoding.UTF8.GetBytes(hostPath, bytes.GetSpan(length)));
                Write(bytes, note);
            }
        }
        var digest = Sha256Digest.Of(bytes.WrittenSpan);
        digest.CopyTo(bytes.GetSpan(Sha256Digest.Size));
        bytes.Advance(Sha256Digest.Size);
        string temporary = $"{path}.{Environment.ProcessId}.new";
        using (FileStream file = File.Create(temporary, bufferSize: 0))
        {
            file.Write(bytes.WrittenSpan);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static HostFileNote Read(byte[] bytes, ref int at)
    {
        var stamp = new StatStamp(
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + sizeof(long))));
        at += StampSize;
        Sha256Digest? digest = null;
        if (bytes[at++] != None)
        {
            digest = new Sha256Digest(bytes.AsSpan(at, Sha256Digest.Size));
            at += Sha256Digest.Size;
        }
        byte length = bytes[at++];
        if (length == None)
        {
            return new HostFileNote(stamp, digest, start: null);
        }
        at += length;
        return new HostFileNote(stamp, digest, bytes.AsMemory(at - length, length));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, HostFileNote note)
    {
        Span<byte> stamp = bytes.GetSpan(StampSize);
        BinaryPrimitives.WriteInt64LittleEndian(stamp, note.Stamp.Size);
        BinaryPrimitives.WriteInt64LittleEndian(stamp[sizeof(long)..], note.Stamp.ChangedTicks);
        bytes.Advance(StampSize);
        bytes.Write([note.Digest is null ? None : (byte)Sha256Digest.Size]);
        if (note.Digest is { } digest)
        {
            digest.CopyTo(bytes.GetSpan(Sha256Digest.Size));
            bytes.Advance(Sha256Digest.Size);
        }
        bytes.Write([note.Start is { } start ? (byte)start.Length : None]);
        bytes.Write(note.Start.GetValueOrDefault().Span);
    }
}
