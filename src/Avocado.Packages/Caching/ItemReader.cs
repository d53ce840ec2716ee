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
    private const int MaxVariableLength = 10;

    private ReadOnlySpan<byte> _rest;

    private ItemReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

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
        if (Number(int.MaxValue) != ItemWriter.Version)
        {
            throw Damaged("it is of another version");
        }
        long contentsLength = Number(long.MaxValue);
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
            var priority = (DlopenPriority)Number((long)DlopenPriority.Suggested);
            needs[i] = new LibraryNeed(feature, priority, Texts());
        }
        var entries = new ItemEntry[Count()];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = ReadEntry(contentsLength);
        }
        return _rest.IsEmpty
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
        var kind = (EntryKind)Number((long)EntryKind.Socket);
        ushort mode = (ushort)Number(0xFFF);
        uint uid = (uint)Number(uint.MaxValue), gid = (uint)Number(uint.MaxValue);
        long time = Signed();
        byte[] target = Bytes().ToArray();
        int group = (int)Number(int.MaxValue) - 1;
        var device = new DeviceNumber((uint)Number(uint.MaxValue), (uint)Number(uint.MaxValue));
        var attributes = new ExtendedAttribute[Count()];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new ExtendedAttribute(Text(), Bytes().ToArray());
        }
        long offset = 0, size = 0;
        Sha256Digest digest = default;
        if (kind == EntryKind.File)
        {
            offset = Number(contentsLength);
            size = Number(contentsLength - offset);
            digest = new Sha256Digest(Take(Sha256Digest.Size));
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

    private ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>How many things follow, each of at least one byte.</summary>
    private int Count() => (int)Number(_rest.Length);

    private long Number(long max) => Signed() is var value && value >= 0 && value <= max
        ? value
        : throw Damaged("a number is out of its range");

    private long Signed()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVariableLength; i++)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return (long)value;
            }
        }
        throw Damaged("a number without its end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged("it is cut off");
        }
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static DamagedFormatException Damaged(string what) => new("package cache index", what);
}
