using System.Text.RegularExpressions;
using Avocado.Files;
using Avocado.Formats.Elf;
using Avocado.Testing;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Elf;

/// <summary>readelf decides whether we read programs rightly; the GNU assembler and linker make some of them.</summary>
public class ElfToolTests
{
    [ToolFact("readelf")]
    public void Programs_of_this_host_are_read_as_readelf_reads_them()
    {
        int compared = 0;
        foreach (string path in HostPrograms().Take(60))
        {
            AssertSame(path, ElfFile.TryRead(HostFileContent.Of(path))!);
            compared++;
        }
        Assert.True(compared > 0, "this host has no ELF programs in /usr/bin");
    }

    [ToolTheory("readelf")]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void The_samples_of_the_other_tests_are_what_readelf_says_they_are(bool is64Bit, bool isLittleEndian)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = new ElfSample
        {
            Is64Bit = is64Bit,
            IsLittleEndian = isLittleEndian,
            Interpreter = "/lib64/ld.so",
            Needed = ["liba.so.1", "libb.so"],
            SoName = "libc.so",
            RunPath = "$ORIGIN/x:/y",
            RPath = "/z",
            Notes = [("GNU", 3, [1, 2, 3, 4])],
        }.Build();
        string path = folder.Write("sample.so", bytes);

        AssertSame(path, ElfFile.TryRead(bytes)!);
    }

    [ToolTheory("as", "ld", "readelf")]
    [InlineData("--64", "elf_x86_64")]
    [InlineData("--32", "elf_i386")]
    public void A_linked_library_with_dlopen_notes_is_read(string assemblerMode, string linkerMode)
    {
        const string Json = """[{"feature":"zstd","description":"d","priority":"suggested","soname":["libz.so"]}]""";
        using var folder = new TemporaryFolder();
        string source = folder.Write("a.s", System.Text.Encoding.UTF8.GetBytes(
            $"""
             .section .note.dlopen, "a", @note
             .balign 4
             .long 4, 2f - 1f, 0x407c0c0a
             .asciz "FDO"
             1: .asciz "{Json.Replace("\"", "\\\"", StringComparison.Ordinal)}"
             2: .balign 4
             .text
             nop

             """.ReplaceLineEndings("\n")));
        ForeignTool.Run("as", assemblerMode, "-o", folder["a.o"], source);
        ForeignTool.Run("ld", "-m", linkerMode, "-shared", "--build-id=sha1", "-soname", "liba.so.7",
            "-rpath", "$ORIGIN/../private", "--enable-new-dtags", "-o", folder["a.so"], folder["a.o"]);

        ElfFile file = ElfFile.TryRead(HostFileContent.Of(folder["a.so"]))!;

        AssertSame(folder["a.so"], file);
        Assert.Equal("liba.so.7", file.SoName);
        Assert.Equal(
            new DlopenNote("zstd", "d", DlopenPriority.Suggested, ["libz.so"]), Assert.Single(file.DlopenNotes));
    }

    private static IEnumerable<string> HostPrograms() => Directory.Exists("/usr/bin")
        ? Directory.EnumerateFiles("/usr/bin")
            .Where(f => new FileInfo(f).LinkTarget is null && ElfFile.TryRead(HostFileContent.Of(f)) is not null)
            .Order(StringComparer.Ordinal)
        : [];

    private static void AssertSame(string path, ElfFile file)
    {
        // Its exit code is 1 where it does not know the owner of a note; what it prints decides.
        string text = ForeignTool.Try("readelf", "-W", "-h", "-l", "-d", "-n", path).Output;
        IEnumerable<string> Tags(string name) =>
            Regex.Matches(text, $@"\({name}\).*\[(.*)\]").Select(m => m.Groups[1].Value);
        Assert.StartsWith("ELF Header", text, StringComparison.Ordinal);
        Assert.Equal(Tags("NEEDED"), file.Needed);
        Assert.Equal(Tags("SONAME").SingleOrDefault(), file.SoName);
        Assert.Equal(string.Join(':', Tags("RPATH")), string.Join(':', file.RPath));
        Assert.Equal(string.Join(':', Tags("RUNPATH")), string.Join(':', file.RunPath));
        Assert.Equal(Match(text, @"program interpreter: (.*)\]"), file.Interpreter);
        Assert.Equal(Match(text, "Build ID: ([0-9a-f]+)"), file.BuildId);
        Assert.Equal(Match(text, "Class: +(ELF..)"), file.Ident.Is64Bit ? "ELF64" : "ELF32");
    }

    private static string? Match(string text, string pattern) =>
        Regex.Match(text, pattern) is { Success: true } match ? match.Groups[1].Value : null;
}
