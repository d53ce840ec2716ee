using Avocado.Images.Linking;
using Avocado.Testing;

namespace Avocado.Images.Tests.Linking;

/// <summary>The C library's own loader decides whether a library is found.</summary>
public class LoaderTests
{
    [ToolTheory("as", "ld", "ldd")]
    [InlineData("$ORIGIN", "bin", true)]
    [InlineData("$ORIGIN/../private", "private", true)]
    [InlineData("${ORIGIN}/../private", "private", true)]
    [InlineData("$ORIGIN/../private", "elsewhere", false)]
    [InlineData("$ORIGIN/../wrong:$ORIGIN/../private", "private", true)]
    [InlineData("$ORIGIN/../link", "private", true)]
    [InlineData("", "bin", false)]
    public void A_library_is_found_where_the_loader_finds_it(string runPath, string folder, bool isRunPath)
    {
        foreach (string tags in (string[])["--enable-new-dtags", "--disable-new-dtags"])
        {
            using var temporary = new TemporaryFolder();
            MakeProgram(temporary, runPath, folder, tags);

            string said = ForeignTool.Run("ldd", temporary["bin/tool"]).Output;
            bool found = !said.Contains("not found", StringComparison.Ordinal);

            // The case is only worth something when the loader does what it was made for.
            Assert.Equal(isRunPath, found);
            DependencyReport report = new DependencyChecker().Check(SampleTree.OfHost(temporary.Path));
            Assert.Equal(found, report.Missing.IsEmpty);
        }
    }

    private static void MakeProgram(TemporaryFolder temporary, string runPath, string folder, string tags)
    {
        string source = temporary.Write("a.s", ".text\n.globl f, _start\nf:\n_start: ret\n"u8);
        ForeignTool.Run("as", "--64", "-o", temporary["a.o"], source);
        ForeignTool.Run("as", "--32", "-o", temporary["a32.o"], source);
        foreach (string name in (string[])["bin", folder, "wrong"])
        {
            Directory.CreateDirectory(temporary[name]);
        }
        // In front lies a library of the same name for another machine, which the loader passes over.
        string library = temporary[folder + "/liba.so.1"];
        string[] shared = ["-shared", "-soname", "liba.so.1", "-o"];
        ForeignTool.Run("ld", ["-m", "elf_i386", .. shared, temporary["wrong/liba.so.1"], temporary["a32.o"]]);
        ForeignTool.Run("ld", [.. shared, library, temporary["a.o"]]);
        File.CreateSymbolicLink(temporary["link"], "private");
        string[] path = runPath.Length == 0 ? [] : ["-rpath", runPath];
        string[] loader = ["-dynamic-linker", SampleTree.Loader];
        ForeignTool.Run("ld", [.. loader, tags, .. path, "-o", temporary["bin/tool"], temporary["a.o"], library]);
        File.Delete(temporary["a.o"]);
        File.Delete(temporary["a32.o"]);
        // The image's own loader; ldd uses that of the host.
        Directory.CreateDirectory(temporary["lib64"]);
        File.Copy(library, temporary["lib64/ld-linux-x86-64.so.2"]);
    }
}
