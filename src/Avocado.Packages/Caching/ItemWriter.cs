using System.Security.Cryptography;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Caching;

/// <summary>
/// Writes a normalised package's index: magic, version, then numbers as variable-length integers and strings with
/// their lengths, and the SHA-256 of all that at the end. <see cref="ItemReader"/> reads it.
/// </summary>
internal static class ItemWriter
{
    /// <summary>Raised whenever the layout or what is put into it changes; older items are then made again.</summary>
    public const int Version = 1;

    /// <summary>The first bytes of every index.</summary>
    public static ReadOnlySpan<byte> Magic => "AVOITEM\n"u8;

    /// <summary>The index of an item.</summary>
    public static byte[] Write(PackageItem item)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write7BitEncodedInt(Version);
        writer.Write7BitEncodedInt64(item.ContentsLength);
        writer.Write7BitEncodedInt(item.Control.Fields.Length);
        foreach (Deb822Field field in item.Control.Fields)
        {
            WriteText(writer, field.Name);
            WriteText(writer, field.Value);
        }
        writer.Write7BitEncodedInt(item.ConfigurationFiles.Length);
        foreach (UnixPath path in item.ConfigurationFiles)
        {
            WriteBytes(writer, path.Bytes);
        }
        writer.Write7BitEncodedInt(item.LibraryNeeds.Length);
        foreach (LibraryNeed need in item.LibraryNeeds)
        {
            WriteText(writer, need.Feature);
            writer.Write((byte)need.Priority);
            writer.Write7BitEncodedInt(need.Sonames.Length);
            foreach (string soname in need.Sonames)
            {
                WriteText(writer, soname);
            }
        }
        writer.Write7BitEncodedInt(item.Entries.Length);
        foreach (ItemEntry entry in item.Entries)
        {
            WriteEntry(writer, entry);
        }
        writer.Flush();
        writer.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes.ToArray();
    }

    private static void WriteEntry(BinaryWriter writer, ItemEntry entry)
    {
        WriteBytes(writer, entry.Path.Bytes);
        writer.Write((byte)entry.Kind);
        writer.Write7BitEncodedInt(entry.Mode);
        writer.Write7BitEncodedInt64(entry.Uid);
        writer.Write7BitEncodedInt64(entry.Gid);
        writer.Write7BitEncodedInt64(entry.ModificationTime);
        WriteBytes(writer, entry.LinkTarget);
        writer.Write7BitEncodedInt(entry.LinkGroup + 1);
        writer.Write7BitEncodedInt64(entry.Device.Major);
        writer.Write7BitEncodedInt64(entry.Device.Minor);
        writer.Write7BitEncodedInt(entry.Attributes.Length);
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            WriteText(writer, attribute.Name);
            WriteBytes(writer, attribute.Value.Span);
        }
        if (entry.Kind == EntryKind.File)
        {
            writer.Write7BitEncodedInt64(entry.Offset);
            writer.Write7BitEncodedInt64(entry.Size);
            writer.Write(entry.Digest.ToArray());
        }
    }

    private static void WriteText(BinaryWriter writer, string text) => WriteBytes(writer, Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }
}
