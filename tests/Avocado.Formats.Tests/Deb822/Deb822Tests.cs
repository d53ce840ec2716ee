using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Deb822;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Deb822;

public class Deb822Tests
{
    private const string Sample = """
        Package: first
        Version: 1.0
        Description: one line
         and another
         .
          indented

        # a comment between
        package: second
        Depends:
         libc6 (>= 2.41),
         zlib1g

        """;

    [Fact]
    public void Fields_keep_their_order_and_continuation_lines()
    {
        ImmutableArray<Deb822Paragraph> all = Read(Sample);
        Assert.Equal(["Package", "Version", "Description"], all[0].Fields.Select(f => f.Name));
        Assert.Equal("one line\nand another\n\n indented", all[0]["description"]);
        Assert.Equal(["libc6 (>= 2.41),", "zlib1g"], all[1].Lines("Depends"));
        Assert.Equal("second", all[1].Require("Package"));
        Assert.Null(all[1]["Version"]);
    }

    [Fact]
    public void Fields_that_nobody_asked_for_are_left_out()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Sample));
        var reader = new Deb822Reader(stream, ["Package", "Depends"]);
        Assert.Equal(["Package"], reader.Next()!.Fields.Select(f => f.Name));
        Assert.Equal(["Package", "Depends"], reader.Next()!.Fields.Select(f => f.Name));
        Assert.Null(reader.Next());
    }

    [Fact]
    public void What_the_writer_writes_the_reader_reads()
    {
        ImmutableArray<Deb822Paragraph> all = Read(Sample);
        Assert.Equal(all.Select(p => p.Fields.ToArray()), Read(Write(all)).Select(p => p.Fields.ToArray()));
    }

    [Fact]
    public void The_same_paragraphs_give_the_same_bytes() => Assert.Equal(Write(Read(Sample)), Write(Read(Sample)));

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        string value = string.Join(", ", Enumerable.Repeat("libexample1 (>= 1.0)", 10_000));
        Assert.Equal(value, Read($"Package: x\nDepends: {value}\n")[0]["Depends"]);
    }

    [ToolFact("dpkg-query")]
    public void Dpkg_reads_the_values_that_were_written()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] fields =
        [
            ("Package", "first"), ("Status", "install ok installed"), ("Maintainer", "Tester <t@example.com>"),
            ("Architecture", "all"), ("Version", "1:2.0-3"), ("Depends", "libc6 (>= 2.41), zlib1g"),
            ("Description", "one line\nand another\n\n indented"),
        ];
        var paragraph = new Deb822Paragraph([.. fields.Select(f => new Deb822Field(f.Item1, f.Item2))]);
        folder.Write("status", Encoding.UTF8.GetBytes(Write([paragraph])));
        ToolResult result = ForeignTool.Run("dpkg-query", "--admindir", folder.Path, "-W", "-f",
            "${Version}|${Depends}|${Description}", "first");
        Assert.Equal("1:2.0-3|libc6 (>= 2.41), zlib1g|one line\n and another\n .\n  indented", result.Output);
    }

    [Theory]
    [InlineData(" continuation first\n")]
    [InlineData("no colon\n")]
    [InlineData(": no name\n")]
    [InlineData("-Dash: x\n")]
    [InlineData("Na me: x\n")]
    [InlineData("Twice: 1\ntwice: 2\n")]
    public void What_is_no_control_file_is_refused(string text) =>
        Assert.Throws<DamagedFormatException>(() => Read(text));

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        byte[] line = [.. "Name: "u8, .. Enumerable.Repeat((byte)'x', Deb822Reader.MaxLine + 1)];
        Assert.Throws<DamagedFormatException>(() => Deb822Reader.ReadAll(line));
    }

    [Fact]
    public void Damage_gives_a_typed_error_or_a_result()
    {
        byte[] good = Encoding.UTF8.GetBytes(Sample);
        DamageRun run = new DamageRun(good, bytes => Deb822Reader.ReadAll(bytes))
            .Truncate().FlipBits(500).Overwrite(500);
        Assert.True(run.Refused > 50, $"only {run.Refused} refused");
    }

    [Theory]
    [InlineData("a:b", "x")]
    [InlineData("#a", "x")]
    [InlineData("a", "x\n.")]
    [InlineData("a", " x")]
    [InlineData("a", "x\ny ")]
    public void What_could_not_be_read_back_is_not_written(string name, string value)
    {
        var paragraph = new Deb822Paragraph([new Deb822Field(name, value)]);
        Assert.Throws<ArgumentException>(() => new Deb822Writer(Stream.Null).Write(paragraph));
    }

    private static ImmutableArray<Deb822Paragraph> Read(string text) =>
        Deb822Reader.ReadAll(Encoding.UTF8.GetBytes(text));

    private static string Write(IEnumerable<Deb822Paragraph> paragraphs)
    {
        using var stream = new MemoryStream();
        var writer = new Deb822Writer(stream);
        foreach (Deb822Paragraph paragraph in paragraphs)
        {
            writer.Write(paragraph);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
