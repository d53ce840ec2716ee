using System.Text;
using Avocado.Formats.Ar;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Xz;
using Avocado.Formats.Tar;
using Avocado.Formats.Tests.Compression;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Tar;

public class TarReaderTests
{
    private static readonly string LongFolder = new('f', 90);
    private static readonly string LongName = $"{LongFolder}/{new string('g', 90)}/{new string('h', 200)}";

    /// <summary>What python's tarfile writes for the same entries in each of its formats.</summary>
    private const string PythonScript = """
        import io, sys, tarfile
        form = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}[sys.argv[1]]
        out = tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=form)
        def add(name, kind, content=b"", **fields):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.size = len(content)
            info.mtime = 1700000000
            for key, value in fields.items():
                setattr(info, key, value)
            out.addfile(info, io.BytesIO(content))
        add("./", tarfile.DIRTYPE, mode=0o755)
        add("./file", tarfile.REGTYPE, b"content", mode=0o4711, uid=12, gid=34, uname="daemon", gname="staff")
        add("./hard", tarfile.LNKTYPE, linkname="./file")
        add("./soft", tarfile.SYMTYPE, linkname="../over/there", mode=0o777)
        add("./null", tarfile.CHRTYPE, devmajor=1, devminor=3)
        add("./disk", tarfile.BLKTYPE, devmajor=259, devminor=1000)
        add("./pipe", tarfile.FIFOTYPE)
        if form == tarfile.PAX_FORMAT:
            add("./attributes", tarfile.REGTYPE, b"x" * 600, uid=4000000000, mtime=-3.5, pax_headers={
                "SCHILY.xattr.user.note": "h\u00e9llo", "SCHILY.xattr.security.capability": "abc", "comment": "none"})
        if form == tarfile.GNU_FORMAT:
            add("./numbers", tarfile.REGTYPE, b"y" * 513, uid=4000000000, mtime=-3)
        out.close()
        """;

    [ToolTheory("tar")]
    [InlineData("v7", false)]
    [InlineData("ustar", false)]
    [InlineData("oldgnu", true)]
    [InlineData("gnu", true)]
    [InlineData("pax", true)]
    public void Every_format_of_tar_is_read(string format, bool allowsLongNames)
    {
        using var folder = new TemporaryFolder();
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["a"] = [],
            ["b b"] = Samples.Random(512),
            ["sub/grüße"] = Samples.Text(100_001),
            [$"{LongFolder[..40]}/x"] = Samples.Random(511),
        };
        if (allowsLongNames)
        {
            files[LongName] = Samples.Random(513);
        }
        foreach ((string name, byte[] content) in files)
        {
            folder.Write($"tree/{name}", content);
        }
        ForeignTool.Run("ln", "-s", allowsLongNames ? LongName : "../somewhere", folder["tree/link"]);
        ForeignTool.Run("ln", folder["tree/a"], folder["tree/z hard"]);
        if (format != "v7")
        {
            ForeignTool.Run("mkfifo", folder["tree/pipe"]);
        }
        byte[] archive = ForeignTool.Run("tar", "-C", folder["tree"], $"--format={format}", "--sort=name",
            "--owner=root:0", "--group=users:100", "--mtime=@1234567890", "--mode=0640", "-c", ".").OutputBytes;
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string owner = format == "v7" ? "0():100()" : "0(root):100(users)";
        foreach (string line in TarText.Describe(archive))
        {
            string[] parts = line.Split(" -> ");
            int space = parts[0].IndexOf(' ', StringComparison.Ordinal);
            string name = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[0][(space + 1)..]));
            Assert.StartsWith("./", name, StringComparison.Ordinal);
            seen[name[2..].TrimEnd('/')] = parts[0][..space] + " " + parts[1];
        }
        Assert.Equal(TarLists(archive), seen.Keys);
        foreach ((string name, byte[] content) in files)
        {
            string expected = $"RegularFile  640 {owner} @1234567890 0,0 {content.Length} {Crc32.Of(content):x8}";
            Assert.Equal(expected, seen[name]);
        }
        Assert.StartsWith($"Directory  640 {owner}", seen["sub"], StringComparison.Ordinal);
        if (format != "v7")
        {
            Assert.StartsWith($"Fifo  640 {owner}", seen["pipe"], StringComparison.Ordinal);
        }
        Assert.StartsWith("HardLink ./a ", seen["z hard"], StringComparison.Ordinal);
        Assert.StartsWith(
            $"SymbolicLink {(allowsLongNames ? LongName : "../somewhere")} ", seen["link"], StringComparison.Ordinal);
    }

    [ToolTheory("python3")]
    [InlineData("ustar")]
    [InlineData("gnu")]
    [InlineData("pax")]
    public void Devices_owners_attributes_and_large_numbers_are_read(string format)
    {
        byte[] archive = ForeignTool.Run("python3", "-c", PythonScript, format).OutputBytes;
        List<string> expected =
        [
            "Directory ./ ->  755 0():0() @1700000000 0,0 0 00000000",
            $"RegularFile ./file ->  4711 12(daemon):34(staff) @1700000000 0,0 7 {Crc32.Of("content"u8):x8}",
            "HardLink ./hard -> ./file 644 0():0() @1700000000 0,0 0 00000000",
            "SymbolicLink ./soft -> ../over/there 777 0():0() @1700000000 0,0 0 00000000",
            "CharacterDevice ./null ->  644 0():0() @1700000000 1,3 0 00000000",
            "BlockDevice ./disk ->  644 0():0() @1700000000 259,1000 0 00000000",
            "Fifo ./pipe ->  644 0():0() @1700000000 0,0 0 00000000",
        ];
        if (format == "pax")
        {
            uint crc = Crc32.Of([.. Enumerable.Repeat((byte)'x', 600)]);
            expected.Add($"RegularFile ./attributes ->  644 4000000000():0() @-4 0,0 600 {crc:x8}"
                + " security.capability=616263 user.note=68c3a96c6c6f");
        }
        if (format == "gnu")
        {
            uint crc = Crc32.Of([.. Enumerable.Repeat((byte)'y', 513)]);
            expected.Add($"RegularFile ./numbers ->  644 4000000000():0() @-3 0,0 513 {crc:x8}");
        }
        // python gives empty owner names, which read as none.
        Assert.Equal(expected, TarText.Describe(archive));
        Assert.Equal(expected, TarText.Describe(new TrickleStream(archive)));
    }

    [ToolFact("dpkg-deb")]
    public void A_package_of_dpkg_deb_is_read_through_ar_xz_and_tar()
    {
        using var folder = new TemporaryFolder();
        folder.Write("p/DEBIAN/control",
            "Package: p\nVersion: 1\nArchitecture: all\nMaintainer: m <m@x.y>\nDescription: d\n"u8);
        byte[] program = Samples.Program(400_000);
        folder.Write("p/usr/bin/program", program);
        folder.Write("p/usr/share/doc/p/text", Samples.Text(50_000));
        ForeignTool.Run("chmod", "-R", "u=rwX,go=rX", folder["p"]);
        ForeignTool.Run("dpkg-deb", "--root-owner-group", "-Zxz", "-b", folder["p"], folder["p.deb"]);
        using FileStream package = File.OpenRead(folder["p.deb"]);
        var reader = new ArReader(package);
        var members = new List<string>();
        var names = new List<string>();
        while (reader.Next(out ArMember member))
        {
            members.Add(member.Name);
            if (member.Name != "data.tar.xz")
            {
                continue;
            }
            using var data = new XzDecoderStream(reader.OpenMember());
            var tar = new TarReader(data);
            while (tar.Next() is { } entry)
            {
                names.Add(Encoding.UTF8.GetString(entry.Name));
                Assert.Equal((0u, 0u), (entry.Uid, entry.Gid));
                if (names[^1] == "./usr/bin/program")
                {
                    var content = new byte[entry.Size];
                    entry.OpenContent().ReadExactly(content);
                    Assert.Equal(program, content);
                }
            }
        }
        Assert.Equal(["debian-binary", "control.tar.xz", "data.tar.xz"], members);
        string listing = ForeignTool.Run("dpkg-deb", "-c", folder["p.deb"]).Output;
        Assert.Equal(
            listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1]), names);
    }

    [Fact]
    public void Content_can_be_left_unread_and_ends_with_its_entry()
    {
        byte[] archive = new TarBuilder().Entry('0', "a", new string('x', 200_000)).Entry('0', "b", "123").End();
        foreach (Stream source in (Stream[])[new MemoryStream(archive), new TrickleStream(archive)])
        {
            var reader = new TarReader(source);
            TarEntry first = reader.Next()!;
            Stream content = first.OpenContent();
            Assert.Equal('x', content.ReadByte());
            TarEntry second = reader.Next()!;
            Assert.Throws<ObjectDisposedException>(() => content.ReadByte());
            Assert.Throws<InvalidOperationException>(first.OpenContent);
            Assert.Equal("123", new StreamReader(second.OpenContent()).ReadToEnd());
            Assert.Null(reader.Next());
        }
    }

    [Fact]
    public void Names_are_bytes_whatever_their_encoding()
    {
        byte[] archive = new TarBuilder()
            .Entry('0', "latin-\xE9")
            .Entry('0', "n", "", (345, "a/prefix"))
            .Pax('x', ("path", "pax-\xFF/\xFE")).Entry('0', "other")
            .Entry('L', "././@LongLink", "gnu-\xFF\0").Entry('0', "other")
            .End();
        Assert.Equal(
            ["latin-\xE9", "a/prefix/n", "pax-\xFF/\xFE", "gnu-\xFF"],
            TarText.Describe(archive).Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void Global_records_hold_until_local_ones_override_them()
    {
        byte[] archive = new TarBuilder()
            .Pax('g', ("uid", "7"), ("mtime", "5.99"), ("comment", "x"))
            .Entry('0', "a")
            .Pax('x', ("uid", "8"), ("gname", "g")).Pax('g', ("gid", "9")).Entry('0', "b")
            .Entry('0', "c")
            .End();
        Assert.Equal(
            ["7():0()|@5", "8():9(g)|@5", "7():9()|@5"],
            TarText.Describe(archive).Select(line => string.Join('|', line.Split(' ')[5..7])));
    }

    [Fact]
    public void Attributes_in_the_form_of_libarchive_are_read_once()
    {
        byte[] archive = new TarBuilder()
            .Pax('x', ("LIBARCHIVE.xattr.user.a%25b", "AQI"), ("LIBARCHIVE.xattr.user.c", "AQ=="),
                ("SCHILY.xattr.user.c", "\u0001"))
            .Entry('0', "a").End();
        string line = Assert.Single(TarText.Describe(archive));
        Assert.EndsWith("00000000 user.a%b=0102 user.c=01", line, StringComparison.Ordinal);
    }

    private static IEnumerable<string> TarLists(byte[] archive)
    {
        ToolResult result = ForeignTool.Try("tar", null, archive, ["-t", "--quoting-style=literal"]);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name[2..].TrimEnd('/'))
            .Order(StringComparer.Ordinal);
    }
}
