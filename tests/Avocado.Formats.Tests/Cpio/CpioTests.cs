using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Cpio;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Cpio;

public sealed class CpioTests
{
    [Fact]
    public void An_archive_is_read_as_it_was_written()
    {
        FileTree tree = CpioTestTree.Build();
        List<(CpioMember Member, byte[] Data)> members = Read(Archive(tree));
        Assert.Equal(tree.Entries.Length, members.Count);
        foreach ((Entry entry, (CpioMember member, byte[] data)) in tree.Entries.Zip(members))
        {
            Assert.Equal(entry.Path, member.Path);
            Assert.Equal(entry.Kind, member.Kind);
            Assert.Equal(entry.Mode, member.Permissions);
            Assert.Equal((entry.Uid, entry.Gid), (member.Header.Uid, member.Header.Gid));
            Assert.Equal(entry.Device, member.Header.Device);
            Assert.Equal(default, member.Header.FileSystem);
            Assert.Equal(Math.Min(entry.ModificationTime ?? long.MaxValue, CpioTestTree.SourceDate),
                member.Header.ModificationTime);
            byte[] expected = entry.Kind == EntryKind.SymbolicLink ? entry.LinkTarget.ToArray()
                : entry.Path.ToString() is "/usr/a" or "/usr/b" ? []
                : entry.Content.ReadAll();
            Assert.Equal(expected, data);
        }
    }

    [Fact]
    public void Hard_links_share_a_number_and_the_last_name_has_the_data()
    {
        Dictionary<string, CpioHeader> headers =
            Read(Archive(CpioTestTree.Build())).ToDictionary(m => m.Member.Path.ToString(), m => m.Member.Header);
        Assert.All(["/usr/a", "/usr/b", "/zzz/c"], p => Assert.Equal(3u, headers[p].LinkCount));
        Assert.Single(new HashSet<uint> { headers["/usr/a"].Inode, headers["/usr/b"].Inode, headers["/zzz/c"].Inode });
        Assert.Equal(1u, headers["/usr/alone"].LinkCount);
        // Every other file has a number of its own, counted from 1.
        Assert.Equal(Enumerable.Range(1, headers.Count - 2).Select(i => (uint)i),
            headers.Values.Select(h => h.Inode).Distinct().Order());
    }

    [Fact]
    public void The_same_entries_in_any_order_give_the_same_archive() =>
        Assert.Equal(Archive(CpioTestTree.Build()), Archive(CpioTestTree.Build(reverse: true)));

    [Fact]
    public void A_stream_and_an_image_get_the_same_bytes_in_blocks_of_512()
    {
        FileTree tree = CpioTestTree.Build();
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        output.Write(new byte[3]);
        CpioWriter.Write(tree, output, CpioTestTree.SourceDate);
        Assert.Equal(Archive(tree), stream.ToArray()[3..]);
        Assert.Equal(0, (stream.Length - 3) % 512);
    }

    [ToolFact("cpio")]
    public void Cpio_lists_what_was_written()
    {
        using var folder = new TemporaryFolder();
        string archive = folder.Write("initrd", Archive(CpioTestTree.Build()));
        string listing = ForeignTool.Run("cpio", "-itv", "--numeric-uid-gid", "--quiet", "-F", archive).Output;
        string[] lines = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(CpioTestTree.Build().Entries.Length, lines.Length);
        Assert.Contains(lines, l => l.StartsWith("drwxr-xr-x", StringComparison.Ordinal)
            && l.EndsWith(" .", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("-rwsr-xr-x   1 65534    42 ", StringComparison.Ordinal)
            && l.EndsWith("Nov 14  2023 usr/bin/su", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("crw-------", StringComparison.Ordinal)
            && l.Contains("5,   1 ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("254, 300 Nov 14  2023 dev/vda", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("init -> usr/lib/systemd/systemd", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("drwxrwxrwt", StringComparison.Ordinal)
            && l.EndsWith(" tmp", StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(l => l.Contains("   3 0 ", StringComparison.Ordinal)));
    }

    [RootToolFact("cpio", "stat")]
    public void Cpio_extracts_what_was_written()
    {
        using var folder = new TemporaryFolder();
        FileTree tree = CpioTestTree.Build();
        string root = Directory.CreateDirectory(folder["root"]).FullName;
        ToolResult result = ForeignTool.Try(
            "cpio", root, Archive(tree), ["-id", "--preserve-modification-time", "--quiet"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        foreach (Entry entry in tree.Entries)
        {
            string path = root + entry.Path;
            string line = ForeignTool.Run("stat", "--format=%F|%a|%u|%g|%Hr,%Lr|%h|%Y", path).Output;
            string[] fields = line.Trim().Split('|');
            Assert.Equal(KindName(entry), fields[0].Replace(" empty", "", StringComparison.Ordinal));
            Assert.Equal(Convert.ToString(entry.Mode, 8), fields[1]);
            Assert.Equal(($"{entry.Uid}", $"{entry.Gid}"), (fields[2], fields[3]));
            Assert.Equal($"{entry.Device.Major},{entry.Device.Minor}", fields[4]);
            if (entry.Kind == EntryKind.File)
            {
                Assert.Equal(entry.LinkGroup?.Number == 1 ? "3" : "1", fields[5]);
                Assert.Equal($"{entry.ResolveModificationTime(CpioTestTree.SourceDate)}", fields[6]);
                Assert.Equal(entry.Content.ReadAll(), File.ReadAllBytes(path));
            }
            else if (entry.Kind == EntryKind.SymbolicLink)
            {
                Assert.Equal(entry.LinkTargetText, new FileInfo(path).LinkTarget);
            }
        }
    }

    [ToolFact("cpio")]
    public void An_archive_that_cpio_wrote_is_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("in/a/file", "content"u8);
        File.CreateSymbolicLink(folder["in/link"], "a/file");
        ToolResult result = ForeignTool.Try(
            "cpio", folder["in"], "a\na/file\nlink\n"u8.ToArray(), ["-o", "-H", "newc", "--quiet"]);
        List<(CpioMember Member, byte[] Data)> members = Read(result.OutputBytes);
        Assert.Equal(["/a", "/a/file", "/link"], members.Select(m => m.Member.Path.ToString()));
        Assert.Equal([EntryKind.Directory, EntryKind.File, EntryKind.SymbolicLink], members.Select(m => m.Member.Kind));
        Assert.Equal("content"u8.ToArray(), members[1].Data);
        Assert.Equal("a/file"u8.ToArray(), members[2].Data);
    }

    [Fact]
    public void Several_archives_may_follow_each_other_with_zeros_between()
    {
        byte[] archive = Archive(CpioTestTree.Build());
        List<(CpioMember Member, byte[] Data)> members = Read([.. archive, .. new byte[1028], .. archive, .. archive]);
        int count = CpioTestTree.Build().Entries.Length;
        Assert.Equal(Enumerable.Range(0, 3 * count).Select(i => i / count), members.Select(m => m.Member.Archive));
    }

    [Fact]
    public void Members_may_be_left_unread_and_are_gone_afterwards()
    {
        var reader = new CpioReader(new MemoryStream(Archive(CpioTestTree.Build())));
        int count = 0;
        CpioMember? last = null;
        while (reader.Next() is { } member)
        {
            last = member;
            count++;
            _ = member.Data.ReadByte();
        }
        Assert.Equal(CpioTestTree.Build().Entries.Length, count);
        var again = new CpioReader(new MemoryStream(Archive(CpioTestTree.Build())));
        CpioMember first = again.Next()!;
        again.Next();
        Assert.Throws<InvalidOperationException>(() => first.Data.ReadByte());
    }

    [Fact]
    public void What_cpio_cannot_hold_is_refused()
    {
        AssertRefused(CpioTestTree.File("a", 1) with { Attributes = [new("security.capability", new byte[20])] });
        AssertRefused(CpioTestTree.File("TRAILER!!!", 1));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    public void Names_that_leave_the_archive_are_refused(string name)
    {
        byte[] archive = Archive(CpioTestTree.Build());
        int at = archive.AsSpan().IndexOf("etc/machine-id"u8);
        Encoding.ASCII.GetBytes(name.PadLeft(14, '/')).CopyTo(archive, at);
        Assert.Equal("AVO0101", Assert.Throws<AvocadoException>(() => Read(archive)).Code.Id);
    }

    [Theory]
    [InlineData("070702")]
    [InlineData("070707")]
    public void Other_forms_of_cpio_are_refused_by_name(string magic)
    {
        byte[] archive = Archive(CpioTestTree.Build());
        Encoding.ASCII.GetBytes(magic).CopyTo(archive, 0);
        Assert.Equal("AVO0202", Assert.Throws<AvocadoException>(() => Read(archive)).Code.Id);
    }

    [Fact]
    public void Damaged_archives_give_typed_errors_or_members()
    {
        var builder = new FileTreeBuilder();
        builder.Add(CpioTestTree.File("a", 100));
        builder.Add(CpioTestTree.File("b/c", 5));
        builder.Add(Entry.SymbolicLink("d", "b/c", Origin.Generated("test")));
        byte[] archive = Archive(builder.Build());
        var run = new DamageRun(archive, bad => Read(bad), allocationLimit: 2 << 20);
        run.Truncate(archive.Length).FlipBits(1500).Overwrite(500);
        Assert.InRange(run.Refused, 1000, int.MaxValue);
        Assert.InRange(run.Accepted, 100, int.MaxValue);
    }

    private static void AssertRefused(Entry entry)
    {
        var builder = new FileTreeBuilder();
        builder.Add(entry);
        using var output = new MemoryStream();
        Assert.Equal("AVO0203",
            Assert.Throws<AvocadoException>(() => CpioWriter.Write(builder.Build(), output, 0)).Code.Id);
        Assert.Equal(0, output.Length);
    }

    private static byte[] Archive(FileTree tree)
    {
        using var stream = new MemoryStream();
        CpioWriter.Write(tree, stream, CpioTestTree.SourceDate);
        return stream.ToArray();
    }

    private static List<(CpioMember Member, byte[] Data)> Read(byte[] archive)
    {
        var reader = new CpioReader(new MemoryStream(archive));
        var members = new List<(CpioMember, byte[])>();
        while (reader.Next() is { } member)
        {
            using var copy = new MemoryStream();
            member.Data.CopyTo(copy);
            members.Add((member, copy.ToArray()));
        }
        return members;
    }

    private static string KindName(Entry entry) => entry.Kind switch
    {
        EntryKind.Directory => "directory",
        EntryKind.File => "regular file",
        EntryKind.SymbolicLink => "symbolic link",
        EntryKind.CharacterDevice => "character special file",
        EntryKind.BlockDevice => "block special file",
        _ => "fifo",
    };
}
