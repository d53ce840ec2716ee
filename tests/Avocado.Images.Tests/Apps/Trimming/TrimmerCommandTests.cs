using Avocado.Images.Apps.Trimming;

namespace Avocado.Images.Tests.Apps.Trimming;

public class TrimmerCommandTests
{
    private static readonly string s_start = Path.GetTempPath();

    [Fact]
    public void Files_count_by_their_names_and_all_else_as_it_is_written()
    {
        TrimmerCommand command = Parse("""
            -x "roots/keep.xml"
            -a "obj/app.dll" EntryPoint
            --singlewarn
            --trim-mode link
            -reference "obj/app.dll"
            --action copy "app"
            -reference "packages/lib.dll"
            -reference "ref/declared.dll"
            --action skip "declared"
            -out "obj/linked/"
            --warnaserror --warnaserror ";NU1605"
            """)!;

        Assert.Equal(
            [
                "-x \"keep.xml\"", "-a \"app.dll\" EntryPoint", "--singlewarn", "--trim-mode link",
                "-reference \"app.dll\"", "--action copy \"app\"", "-reference \"lib.dll\"",
                "-reference \"declared.dll\"", "--action skip \"declared\"", "--warnaserror --warnaserror \";NU1605\"",
            ],
            command.Arguments.Select(a => a.Text));
        Assert.Equal(
            ["roots/keep.xml", "obj/app.dll", "obj/app.dll", "packages/lib.dll", "ref/declared.dll"],
            command.Arguments.Select(a => a.File).OfType<string>()
                .Select(f => Path.GetRelativePath(s_start, f).Replace('\\', '/')));
        // What is only looked at is not written.
        Assert.Equal(["app.dll", "lib.dll"], command.Outputs.AsEnumerable());
        Assert.Equal(Path.Combine(s_start, "obj", "linked"), Path.TrimEndingDirectorySeparator(command.OutputFolder));
    }

    [Fact]
    public void A_root_may_be_a_name()
    {
        TrimmerArgument root = Parse("-a \"App\"\n-reference \"App.dll\"\n-out \"out\"")!.Arguments[0];
        Assert.Equal(new TrimmerArgument("-a \"App\""), root);
    }

    [Theory]
    [InlineData("--custom-step \"Type,step.dll\"")]
    [InlineData("--custom-data  key=\"value\"")]
    [InlineData("--link-attributes \"a.xml\"")]
    [InlineData("--notrimwarn --link-attributes \"a.xml\"")]
    [InlineData("--notrimwarn -d folder")]
    [InlineData("--feature Name ../value")]
    [InlineData("--dump-dependencies")]
    [InlineData("--an-option-of-tomorrow")]
    [InlineData("-b")]
    [InlineData("@more.rsp")]
    [InlineData("--notrimwarn @more.rsp")]
    [InlineData("-reference unquoted.dll")]
    [InlineData("-reference \"a.dll\" more")]
    [InlineData("-reference \"app.dll\"")]
    [InlineData("-out \"again\"")]
    [InlineData("words")]
    public void What_is_not_known_is_not_cached(string line) =>
        Assert.Null(Parse($"-reference \"app.dll\"\n{line}\n-out \"out\""));

    [Theory]
    [InlineData("")]
    [InlineData("-out \"out\"")]
    [InlineData("-reference \"app.dll\"")]
    public void A_command_has_assemblies_and_a_folder(string text) => Assert.Null(Parse(text));

    private static TrimmerCommand? Parse(string text) => TrimmerCommand.TryParse(text, s_start);
}
