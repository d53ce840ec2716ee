using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Files.Serialization;
using Avocado.Testing;

namespace Avocado.Files.Tests.Serialization;

public class FileTreeFileTests
{
    [Fact]
    public void A_tree_comes_back_as_it_was_written()
    {
        FileTreeFile file = Example();
        FileTreeFile back = Read(Write(file));
        Assert.Equal(file.Tree.Entries.Length, back.Tree.Entries.Length);
        foreach ((Entry expected, Entry actual) in file.Tree.Entries.Zip(back.Tree.Entries))
        {
            Assert.Equal(expected.Attributes.AsEnumerable(), actual.Attributes.AsEnumerable());
            Assert.Equal(expected.LinkTarget.ToArray(), actual.LinkTarget.ToArray());
            Assert.Equal(expected with { Attributes = [], LinkTarget = default },
                actual with { Attributes = [], LinkTarget = default });
        }
        Assert.Equal(file.Extents.Keys.Order(), back.Extents.Keys.Order());
        Assert.All(file.Extents, e => Assert.Equal(e.Value.AsEnumerable(), back.Extents[e.Key].AsEnumerable()));
    }

    [Fact]
    public void The_same_tree_gives_the_same_bytes()
    {
        Assert.Equal(Write(Example()), Write(Example()));
        Assert.Equal(Write(Example()), Write(Read(Write(Example()))));
    }

    [Fact]
    public void People_can_read_it()
    {
        string[] lines = Encoding.UTF8.GetString(Write(Example())).Split('\n');
        Assert.Equal("avocado-tree 1", lines[0]);
        Assert.Contains("origin 0 package bash version=5.2 reason=essential", lines);
        Assert.Contains("l /usr/bin/sh mode=0777 origin=0 target=dash", lines);
        Assert.Contains(lines, l => l.StartsWith(@"f /etc/a\x20b\x0A\x5C mode=4755 origin=", StringComparison.Ordinal));
        Assert.StartsWith("end 12 ", lines[^2]);
    }

    [Fact]
    public void Saving_replaces_the_old_file_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        string path = folder["image.tree"];
        Example().Save(path);
        byte[] old = File.ReadAllBytes(path);
        var origin = Origin.Generated("0");
        for (int i = 1; i < 100; i++)
        {
            origin = Origin.Generated(i.ToString()) with { Replaced = origin };
        }
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("often-replaced", Content.Empty, origin));
        var error = Assert.Throws<AvocadoException>(() => new FileTreeFile(builder.Build()).Save(path));
        Assert.Same(Codes.FormatLimit, error.Code);
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(Write(Example()), Write(FileTreeFile.Load(path)));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] bytes = Write(Example());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DamagedFormatException>(() => Read(bytes[..length]));
        }
    }

    [Fact]
    public void A_file_with_any_bit_flipped_is_refused()
    {
        byte[] bytes = Write(Example());
        var random = new Random(4);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            AssertRefused(damaged);
        }
    }

    [Fact]
    public void A_damaged_file_with_a_right_checksum_is_read_right_or_refused()
    {
        string text = Encoding.UTF8.GetString(Write(Example()));
        string[] lines = text.Split('\n')[..^2];
        var random = new Random(5);
        int read = 0;
        for (int i = 0; i < 5000; i++)
        {
            string[] damaged = [.. lines];
            ref string line = ref damaged[random.Next(damaged.Length)];
            int at = random.Next(line.Length + 1);
            line = random.Next(4) switch
            {
                0 => line[..at],
                1 => line[..at] + (char)random.Next(' ', 127) + line[Math.Min(at + 1, line.Length)..],
                2 => line + " " + lines[random.Next(lines.Length)].Split(' ')[^1],
                _ => lines[random.Next(lines.Length)],
            };
            try
            {
                FileTreeFile file = Read(Seal(damaged));
                Assert.True(file.Tree.Entries.Zip(file.Tree.Entries.Skip(1)).All(p => p.First.Path < p.Second.Path));
                Write(file);
                read++;
            }
            catch (AvocadoException)
            {
                // refused, with a code
            }
        }
        Assert.InRange(read, 1, 4999);
    }

    [Theory]
    [InlineData("f /../etc/passwd mode=0644 origin=0 size=0")]
    [InlineData("f //a mode=0644 origin=0 size=0")]
    [InlineData("f /a/b mode=0644 origin=0 size=0")]
    [InlineData("f /a mode=0644 origin=1 size=0")]
    [InlineData("f /a mode=0644 origin=-1 size=0")]
    [InlineData("f /a mode=0644 size=0")]
    [InlineData("f /a mode=17777 origin=0 size=0")]
    [InlineData("f /a mode=0644 origin=0")]
    [InlineData("f /a mode=0644 origin=0 size=4 bytes=AAAA")]
    [InlineData("f /a mode=0644 origin=0 size=9223372036854775807")]
    [InlineData("f /a mode=0644 origin=0 size=-1")]
    [InlineData("f /a mode=0644 origin=0 size=1 host=7:1")]
    [InlineData("f /a mode=0644 origin=0 size=9223372036854775807 slice=0:1")]
    [InlineData("f /a mode=0644 origin=0 size=0 extent=1+9223372036854775807")]
    [InlineData("f /a mode=0644 origin=0 size=0 sha256=00")]
    [InlineData("f /a mode=0644 origin=0 size=0 owner=4294967296:0")]
    [InlineData("f /a\\x2 mode=0644 origin=0 size=0")]
    [InlineData("l /a mode=0777 origin=0")]
    [InlineData("d /a mode=0755 origin=0 size=0")]
    [InlineData("x /a mode=0755 origin=0")]
    [InlineData("d / mode=0755 origin=0")]
    [InlineData("origin 1 generated x replaces=1")]
    [InlineData("origin 7 generated x")]
    [InlineData("host 2 /x")]
    [InlineData("")]
    public void A_hostile_line_is_refused(string line)
    {
        AssertRefused(Seal("avocado-tree 1", "host 0 /pack", "origin 0 generated x", "d / mode=0755 origin=0", line));
    }

    [Fact]
    public void Origins_that_replace_each_other_for_ever_are_refused()
    {
        string[] origins = [.. Enumerable.Range(1, 100_000).Select(i => $"origin {i} generated x replaces={i - 1}")];
        AssertRefused(Seal(["avocado-tree 1", "origin 0 generated x", .. origins, "d / mode=0755 origin=0"]));
    }

    [Fact]
    public void Another_version_is_refused()
    {
        AssertRefused(Seal("avocado-tree 2", "origin 0 generated x", "d / mode=0755 origin=0"));
    }

    [Fact]
    public void A_file_larger_than_any_tree_is_refused_without_reading_it()
    {
        using var stream = new HugeStream();
        Assert.Throws<DamagedFormatException>(() => FileTreeFileReader.Read(stream));
    }

    private static void AssertRefused(byte[] bytes) =>
        Assert.IsAssignableFrom<AvocadoException>(Record.Exception(() => Read(bytes)));

    private static byte[] Seal(params string[] lines)
    {
        string text = string.Concat(lines.Select(l => l + "\n"));
        int count = lines.Count(l => l.Length > 1 && l[1] == ' ');
        return Encoding.UTF8.GetBytes($"{text}end {count} {Sha256Digest.Of(Encoding.UTF8.GetBytes(text))}\n");
    }

    private static byte[] Write(FileTreeFile file)
    {
        using var stream = new MemoryStream();
        FileTreeFileWriter.Write(stream, file);
        return stream.ToArray();
    }

    private static FileTreeFile Read(byte[] bytes) => FileTreeFileReader.Read(new MemoryStream(bytes));

    private static FileTreeFile Example()
    {
        var bash = new Origin(OriginKind.Package, "bash", "5.2", "essential");
        var overlay = new Origin(OriginKind.Overlay, "my overlay", Reason: "Replace=\"true\"", Replaced: bash);
        var generated = Origin.Generated("users and groups") with { Replaced = overlay };
        var builder = new FileTreeBuilder();
        Entry linked = Entry.File("usr/bin/bash",
            new SliceContent("/cache/päck", 4096, 1000, Sha256Digest.Of("x"u8)), bash, UnixMode.Executable);
        builder.Add(linked with { LinkGroup = new LinkGroup("bash", 3) });
        builder.Add(linked with { Path = "usr/bin/rbash", LinkGroup = new LinkGroup("bash", 3), ModificationTime = -5 });
        builder.Add(Entry.SymbolicLink("usr/bin/sh", "dash", bash));
        builder.Add(Entry.File("etc/passwd", Content.Text("root:x:0:0\n"), generated) with
        {
            Gid = 42,
            Uid = uint.MaxValue,
            ModificationTime = 1_700_000_000,
            Attributes = [new("security.capability", new byte[] { 1, 0, 255 }), new("user.a b", Array.Empty<byte>())],
        });
        builder.Add(Entry.File("etc/a b\n\\",
            new HostFileContent("/home/me/overlay/a b", new StatStamp(7, 638_000_000_000_000_000)), overlay, 0x9ED));
        builder.Add(Entry.File("etc/empty", Content.Empty, generated));
        builder.Add(Entry.Directory("dev", generated));
        builder.Add(new Entry
        {
            Path = "dev/null", Kind = EntryKind.CharacterDevice, Mode = 0x1B6, Device = new(1, 3), Origin = generated,
        });
        return new FileTreeFile(builder.Build(), new Dictionary<UnixPath, ImmutableArray<FileExtent>>
        {
            ["usr/bin/bash"] = [new(96, 512), new(608, 100, 77)],
            ["etc/passwd"] = [new(0, 0, 0)],
        });
    }

    private sealed class HugeStream : MemoryStream
    {
        public override long Length => 1L << 40;
    }
}
