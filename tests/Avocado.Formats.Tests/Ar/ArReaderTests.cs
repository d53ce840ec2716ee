using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Ar;
using Avocado.Formats.Tests.Compression;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Ar;

public class ArReaderTests
{
    private const string LongName = "a-name-that-is-longer-than-sixteen-bytes.o";

    [ToolFact("ar")]
    public void Members_of_GNU_ar_have_their_names_and_contents()
    {
        using var folder = new TemporaryFolder();
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["short"] = Samples.Random(333),
            ["empty"] = [],
            ["with space"] = Samples.Text(20_000),
            [LongName] = Samples.Random(70_001),
            ["even.bin"] = Samples.Random(10),
        };
        foreach ((string name, byte[] content) in contents)
        {
            folder.Write(name, content);
        }
        string[] arguments = ["rcD", "x.a", .. contents.Keys];
        Assert.Equal(0, ForeignTool.Try("ar", folder.Path, null, arguments).ExitCode);
        byte[] archive = File.ReadAllBytes(folder["x.a"]);
        Assert.Equal(contents, ReadAll(new MemoryStream(archive)));
        Assert.Equal(contents, ReadAll(new TrickleStream(archive)));
        Assert.Equal(contents.Keys, Names(new MemoryStream(archive)));
        Assert.Equal(contents.Keys, Names(new TrickleStream(archive)));
    }

    [Fact]
    public void BSD_names_and_symbol_tables_are_understood()
    {
        byte[] archive =
        [
            .. "!<arch>\n"u8,
            .. Member("/", "symbols!"),
            .. Member("#1/20", LongName[..18] + "\0\0" + "content"),
            .. Member("plain", "abc"),
        ];
        Dictionary<string, byte[]> members = ReadAll(new MemoryStream(archive));
        Assert.Equal([LongName[..18], "plain"], members.Keys);
        Assert.Equal("content"u8, members[LongName[..18]]);
        Assert.Equal("abc"u8, members["plain"]);
    }

    [Fact]
    public void A_member_can_be_left_unread_or_half_read()
    {
        byte[] archive = [.. "!<arch>\n"u8, .. Member("a", "12345"), .. Member("b", "67890"), .. Member("c", "x")];
        var reader = new ArReader(new MemoryStream(archive));
        Assert.True(reader.Next(out ArMember member));
        Assert.Equal(new ArMember("a", 5), member);
        Stream content = reader.OpenMember();
        Assert.Equal('1', content.ReadByte());
        Assert.Equal(1, content.Position);
        Assert.True(reader.Next(out _));
        Assert.Throws<ObjectDisposedException>(() => content.ReadByte());
        Assert.True(reader.Next(out member));
        Assert.Equal("c", member.Name);
        Assert.False(reader.Next(out _));
    }

    [Fact]
    public void Every_truncation_is_refused_but_at_the_end_of_a_member()
    {
        byte[] one = [.. "!<arch>\n"u8, .. Member("a", "12345")];
        byte[] two = [.. one, .. Member("#1/3", "abcdefg"), .. Member("c", "123")];
        int afterTwo = two.Length - Member("c", "123").Length;
        for (int length = 0; length < two.Length; length++)
        {
            byte[] cut = two[..length];
            if (length == "!<arch>\n".Length || length == one.Length || length == afterTwo)
            {
                ReadAll(new MemoryStream(cut));
                continue;
            }
            Assert.Throws<DamagedFormatException>(() => ReadAll(new MemoryStream(cut)));
            Assert.Throws<DamagedFormatException>(() => Names(new MemoryStream(cut)));
        }
    }

    [Fact]
    public void Hostile_headers_are_refused()
    {
        byte[][] members =
        [
            Member("/5", "x"),
            Member("/x", "x"),
            Member("/99999999999999999999", "x"),
            [.. Member("//", "name/\n"), .. Member("/6", "x")],
            [.. Member("//", "name"), .. Member("/0", "x")],
            Member("#1/9", "short"),
            Member("#1/-1", "short"),
            Member("#1/", "short"),
            Member("#1/2", "\0\0"),
            Member("#1/2", "a\n"),
            Member("", "x"),
            Member("a\tb", "x"),
            Member("a", "x", "-1"),
            Member("a", "x", "0x1"),
            Member("a", "x", ""),
            Member("a", "x", "9999999999"),
            Member("//", "x", "9999999999"),
            Member("a", "x", end: "``"),
        ];
        foreach (byte[] member in members)
        {
            byte[] archive = [.. "!<arch>\n"u8, .. member];
            Assert.Throws<DamagedFormatException>(() => ReadAll(new MemoryStream(archive)));
            Assert.Throws<DamagedFormatException>(() => ReadAll(new TrickleStream(archive)));
        }
        var thin = Assert.Throws<AvocadoException>(() => ReadAll(new MemoryStream([.. "!<thin>\n"u8])));
        Assert.Equal(Codes.UnsupportedFormat, thin.Code);
    }

    [Fact]
    public void Random_changes_are_survived()
    {
        byte[] archive =
        [
            .. "!<arch>\n"u8, .. Member("//", "one/\ntwo/\n"), .. Member("/0", "1"), .. Member("#1/4", "abcd"),
            .. Member("/5", "22"), .. Member("c", ""),
        ];
        Damage.RandomChangesAreSurvived(archive, 5000, a => ReadAll(new MemoryStream(a)));
    }

    private static Dictionary<string, byte[]> ReadAll(Stream archive)
    {
        var members = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var reader = new ArReader(archive);
        while (reader.Next(out ArMember member))
        {
            using Stream content = reader.OpenMember();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            Assert.Equal(member.Size, copy.Length);
            members[member.Name] = copy.ToArray();
        }
        return members;
    }

    private static List<string> Names(Stream archive)
    {
        var names = new List<string>();
        var reader = new ArReader(archive);
        while (reader.Next(out ArMember member))
        {
            names.Add(member.Name);
        }
        return names;
    }

    private static byte[] Member(string name, string content, string? size = null, string end = "`\n") =>
        Encoding.Latin1.GetBytes(
            $"{name,-16}{0,-12}{0,-6}{0,-6}{100644,-8}{size ?? content.Length.ToString(),-10}{end}{content}"
            + (content.Length % 2 == 1 ? "\n" : ""));
}
