using System.Text;
using System.Text.Json;
using Avocado.Cli.Diff;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Diff.Rendering;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Cli.Tests.Inspect;
using Avocado.Files;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Diff;

/// <summary>What people, programs and pull requests read.</summary>
[Collection(SampleKeys.Shared)]
public sealed class DiffRenderingTests(SampleKeys keys) : IDisposable
{
    private const string Hostile = "a|b\u001b]0;title\u0007`@someone`[red]<b>\u202e";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Text_says_what_the_report_says()
    {
        string text = Text(Changed());
        foreach (string expected in new[]
        {
            "old.img → new.img  disk image", "Partitions", "partition 2 (gateway_1.0.0), root (x86-64)",
            "+  /etc/new", "rootHash", "Command line  1 added, 1 removed", "+  roothash=",
        })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(text.Split('\n'), line => line.EndsWith(' '));
    }

    [Fact]
    public void Json_has_the_fields_that_the_documentation_names()
    {
        using var stream = new MemoryStream();
        ReportJson.Write(Changed(), stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement root = json.RootElement;
        Assert.Equal(1, root.GetProperty("formatVersion").GetInt32());
        Assert.False(root.GetProperty("identical").GetBoolean());
        Assert.Equal("disk", root.GetProperty("kind").GetString());
        JsonElement file = root.GetProperty("parts").EnumerateArray()
            .SelectMany(p => p.GetProperty("files").EnumerateArray())
            .Single(f => f.GetProperty("name").GetString() == "/etc/new");
        Assert.Equal(("added", 3), (file.GetProperty("change").GetString(), file.GetProperty("newSize").GetInt32()));
        Assert.False(file.TryGetProperty("oldSize", out _));
    }

    [Fact]
    public void The_same_comparison_gives_the_same_bytes()
    {
        DiffReport report = Changed();
        Assert.Equal(Text(report), Text(Changed()));
        Assert.Equal(Markdown(report), Markdown(Changed()));
    }

    [Fact]
    public void Markdown_has_tables_and_folds_long_ones()
    {
        string markdown = Markdown(Changed());
        Assert.Contains("## `old.img` → `new.img`\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| added | `/etc/new` | +3 B | mode `0644` |\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<details>", markdown, StringComparison.Ordinal);

        DiffReport many = Compare(Image(["x"]), Image(Enumerable.Range(0, 300).Select(i => $"f{i:D3}")));
        string folded = Markdown(many);
        Assert.Contains("<details><summary>Files: 300 added, 1 removed", folded, StringComparison.Ordinal);
        Assert.Contains("and 101 more\n", folded, StringComparison.Ordinal);
        Assert.Equal(301, many.Parts[0].Files.Length);
    }

    [Fact]
    public void Names_in_an_image_can_neither_command_a_terminal_nor_format_a_pull_request()
    {
        DiffReport report = Compare(Image(["x"]), Image(["x", Hostile]));
        Assert.Equal("/" + Hostile, Assert.Single(report.Parts[0].Files).Name);
        foreach (string text in new[] { Text(report), Markdown(report) })
        {
            Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
            Assert.Contains("\\u{1b}", text, StringComparison.Ordinal);
        }
        string row = Markdown(report).Split('\n').Single(l => l.StartsWith("| added", StringComparison.Ordinal));
        Assert.Contains("`` /a\\|b", row, StringComparison.Ordinal);
        Assert.Contains(" `` |", row, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private DiffReport Changed() => ImageDiffer.Compare(
        new SampleDisk(keys).Write(_folder["old.img"]),
        new SampleDisk(keys) { Root = DiffDiskTests.ChangedRoot() }.Write(_folder["new.img"]),
        new DiffOptions(), CancellationToken.None);

    private DiffReport Compare(byte[] old, byte[] @new) => ImageDiffer.Compare(
        _folder.Write("old", old), _folder.Write("new", @new), new DiffOptions(), CancellationToken.None);

    private static byte[] Image(IEnumerable<string> names)
    {
        var tree = new FileTreeBuilder();
        foreach (string name in names)
        {
            tree.Add(Entry.File(UnixPath.Parse(Encoding.UTF8.GetBytes(name)), Content.Text("x"), Origin.Generated("test")));
        }
        return SampleImages.SquashFs(tree.Build());
    }

    private static string Text(DiffReport report)
    {
        using var text = new StringWriter();
        PlainConsole.Write(text, console => DiffText.Write(report, console));
        return text.ToString();
    }

    private static string Markdown(DiffReport report)
    {
        using var text = new StringWriter();
        DiffMarkdown.Write(report, text);
        return text.ToString();
    }
}
