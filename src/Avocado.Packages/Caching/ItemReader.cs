using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Deb822;
using Avocado.Formats.Elf;

namespace Avocado.Packages.Caching;

/// <summary>Reads what <see cref="ItemWriter"/> wrote; anything else is damage.</summary>
internal ref struct ItemReader
{
    private const string Format = "package cache index";

    private StoredBytes _bytes;

    private ItemReader(ReadOnlySpan<byte> bytes) => _bytes = new StoredBytes(bytes, Format);

    /// <summary>Reads an index.</summary>
    /// <exception cref="DamagedFormatException">Its digest is wrong, or it is of another version.</exception>
    public static PackageItem Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.Length - Sha256Digest.Size;
        if (end < ItemWriter.Magic.Length || !bytes.StartsWith(ItemWriter.Magic))
        {
            throw Damaged("it does not begin as an index does");
        }
        if (!SHA256.HashData(bytes[..end]).AsSpan().SequenceEqual(bytes[end..]))
        {
            throw Damaged("its digest is wrong");
        }
        var reader = new ItemReader(bytes[ItemWriter.Magic.Length..end]);
        return reader.ReadItem();
    }

    private PackageItem ReadItem()
    {
        if (_bytes.TakeNumber(int.MaxValue) != ItemWriter.Version)
        {
            throw Damaged("it is of another version");
        }
        long contentsLength = _bytes.TakeNumber();
        var fields = new Deb822Field[Count()];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = new Deb822Field(Text(), Text());
        }
        var configurationFiles = new UnixPath[Count()];
        for (int i = 0; i < configurationFiles.Length; i++)
        {
            configurationFiles[i] = UnixPath.Parse(Bytes());
        }
        var needs = new LibraryNeed[Count()];
        for (int i = 0; i < needs.Length; i++)
        {
            string feature = Text();
            var priority = (DlopenPriority)_bytes.TakeNumber((long)DlopenPriority.Suggested);
            needs[i] = new LibraryNeed(feature, priority, Texts());
        }
        var entries = new ItemEntry[Count()];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = ReadEntry(contentsLength);
        }
        return _bytes.Rest.IsEmpty
            ? new PackageItem
            {
                Control = new Deb822Paragraph([.. fields]),
                ConfigurationFiles = [.. configurationFiles],
                LibraryNeeds = [.. needs],
                Entries = [.. entries],
                ContentsLength = contentsLength,
            }
            : throw Damaged("it has bytes after its end");
    }

    private ItemEntry ReadEntry(long contentsLength)
    {
        UnixPath path = UnixPath.Parse(Bytes());
        var kind = (EntryKind)_bytes.TakeNumber((long)EntryKind.Socket);
        ushort mode = (ushort)_bytes.TakeNumber(0xFFF);
        uint uid = (uint)_bytes.TakeNumber(uint.MaxValue), gid = (uint)_bytes.TakeNumber(uint.MaxValue);
        long time = _bytes.TakeSigned();
        byte[] target = Bytes().ToArray();
        int group = (int)_bytes.TakeNumber(int.MaxValue) - 1;
        var device = new DeviceNumber((uint)_bytes.TakeNumber(uint.MaxValue), (uint)_bytes.TakeNumber(uint.MaxValue));
        var attributes = new ExtendedAttribute[Count()];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new ExtendedAttribute(Text(), Bytes().ToArray());
        }
        long offset = 0, size = 0;
        Sha256Digest digest = default;
        if (kind == EntryKind.File)
        {
            offset = _bytes.TakeNumber(contentsLength);
            size = _bytes.TakeNumber(contentsLength - offset);
            digest = new Sha256Digest(_bytes.Take(Sha256Digest.Size));
        }
        return new ItemEntry(
            path, kind, mode, uid, gid, time, target, group, device, [.. attributes], offset, size, digest);
    }

    private ImmutableArray<string> Texts()
    {
        var texts = new string[Count()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }
        return [.. texts];
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Bytes() => _bytes.Take(Count());

    /// <summary>How many things follow, each of at least one byte.</summary>
    private int Count() => (int)_bytes.TakeNumber(_bytes.Rest.Length);

    private static DamagedFormatException Damaged(string what) => new(Format, what);
}
