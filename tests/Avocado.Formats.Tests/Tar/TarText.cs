using System.Text;
using Avocado.Formats.Tar;

namespace Avocado.Formats.Tests.Tar;

/// <summary>Archives as lines of text, to compare what readers see.</summary>
internal static class TarText
{
    public static List<string> Describe(Stream archive)
    {
        var lines = new List<string>();
        var reader = new TarReader(archive);
        while (reader.Next() is { } entry)
        {
            using Stream content = entry.OpenContent();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            Assert.Equal(entry.Size, copy.Length);
            uint crc = Formats.Compression.Checksums.Crc32.Of(copy.ToArray());
            string attributes = string.Concat(
                entry.ExtendedAttributes.Select(a => $" {a.Name}={Convert.ToHexStringLower(a.Value.Span)}"));
            lines.Add(
                $"{entry.Type} {Text(entry.Name)} -> {Text(entry.LinkName)} {Convert.ToString(entry.Mode, 8)} "
                + $"{entry.Uid}({entry.UserName}):{entry.Gid}({entry.GroupName}) @{entry.Mtime} "
                + $"{entry.DeviceNumber.Major},{entry.DeviceNumber.Minor} {entry.Size} {crc:x8}{attributes}");
        }
        Assert.Null(reader.Next());
        return lines;
    }

    public static List<string> Describe(byte[] archive) => Describe(new MemoryStream(archive));

    private static string Text(byte[] name) => Encoding.Latin1.GetString(name);
}
