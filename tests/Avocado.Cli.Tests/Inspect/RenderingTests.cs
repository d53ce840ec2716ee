using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Testing;
using Spectre.Console;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>What people and programs read.</summary>
[Collection(SampleKeys.Shared)]
public sealed partial class RenderingTests(SampleKeys keys) : IDisposable
{
    private const string Hostile = "a\u001b]0;title\u0007\u001b[2J\u202e[red]b\u009b31m";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Text_says_what_the_report_says()
    {
        string text = Text(Inspect(new SampleDisk(keys), keys.TrustDb()));
        foreach (string expected in new[]
        {
            "disk image", "free slot", "backup table agrees", "/EFI/Linux/gateway_1.0.0+3.efi", "6.12.0-sample",
            "agrees with the partition ids", "gateway 1.0.0 (A sample)", "production (default)", "merges app, tools",
            "chosen by /avocado/modes/development.addon.efi", "everything that was checked is good",
        })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(text.Split('\n'), line => line.EndsWith(' '));
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Text_of_a_bad_image_says_what_is_bad_and_where()
    {
        string text = Text(Inspect(
            new SampleDisk(keys) { AppSigner = keys.Strange[Avocado.Signing.KeyUse.Verity] }, keys.TrustDb()));
        Assert.Contains("1 problem\n  signed by unknown  partition 5 (gateway_1.0.0), /extensions/app.raw", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_an_image_cannot_command_the_terminal()
    {
        var root = new FileTreeBuilder();
        SampleImages.Add(root, "usr/lib/os-release", $"ID=\"{Hostile}\"\nPRETTY_NAME=\"{Hostile}\"\n");
        root.Add(Entry.File(UnixPath.Parse("usr/" + Hostile), Content.Empty, Origin.Generated("test")));
        root.Add(Entry.SymbolicLink("usr/link", Hostile, Origin.Generated("test")));
        var disk = new SampleDisk(keys) { Root = root.Build(), RootLabel = Hostile };
        disk.BootFiles.Add(new FatFile("loader/entries/a.conf", Content.Text(Hostile)));
        InspectionReport report = Inspect(disk, keys.TrustDb() with { ListFiles = true });
        Assert.Equal(Hostile, report.Disk!.Partitions[1].Label);

        Assert.DoesNotContain(Text(report), IsUnsafe);
        string terminal = Terminal(report);
        Assert.Contains("\\u{1b}", terminal, StringComparison.Ordinal);
        // What is left are the codes for colours, which are ours.
        Assert.DoesNotContain(Colours().Replace(terminal, ""), IsUnsafe);
        Assert.DoesNotContain(Encoding.UTF8.GetString(Json(report)), IsUnsafe);
    }

    [Theory]
    [InlineData(80, false, false)]
    [InlineData(100, true, false)]
    [InlineData(160, true, true)]
    public void A_narrow_terminal_gets_fewer_columns_and_whole_rows(int width, bool offset, bool id)
    {
        InspectionReport report = Inspect(new SampleDisk(keys), keys.TrustDb());
        string[] lines = Terminal(report, width).Split('\n');
        string heading = lines.Single(l => l.Contains("label", StringComparison.Ordinal));
        Assert.Equal((offset, id), (heading.Contains("offset"), heading.Contains(" id")));
        int first = Array.IndexOf(lines, heading) + 1;
        Assert.Equal(Enumerable.Range(1, 8),
            lines[first..(first + 8)].Select(l => int.Parse(l.Trim().Split(' ')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Json_is_the_same_for_the_same_image_and_has_line_feeds()
    {
        InspectionReport first = Inspect(new SampleDisk(keys), keys.TrustDb());
        byte[] json = Json(first);
        Assert.Equal(json, Json(Inspect(new SampleDisk(keys), keys.TrustDb())));
        Assert.DoesNotContain((byte)'\r', json);
        Assert.Equal((byte)'\n', json[^1]);
    }

    [Fact]
    public void Json_speaks_camel_case_and_words()
    {
        JsonNode json = JsonNode.Parse(Json(Inspect(new SampleDisk(keys), keys.TrustDb())))!;
        Assert.Equal(1, (int)json["formatVersion"]!);
        Assert.Equal(("disk", "ok"), ((string)json["kind"]!, (string)json["verdict"]!));
        Assert.Equal("uki", (string)json["disk"]!["bootPartitions"]![0]!["files"]![1]!["efi"]!["kind"]!);
        Assert.Equal("ok", (string)json["disk"]!["volumes"]![0]!["verity"]!["signature"]!["verdict"]!);
        Assert.Equal("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", (string)json["disk"]!["partitions"]![0]!["type"]!);
        Assert.Null(json["efi"]);
    }

    [Fact]
    public void Every_field_of_the_json_is_on_its_page()
    {
        JsonNode schema = ReportJson.Default.Options.GetJsonSchemaAsNode(typeof(InspectionReport));
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Gather(schema, names);
        Assert.True(names.Count > 80);
        string page = File.ReadAllText(Path.Combine(ToolPackage.RepositoryFolder, "docs", "inspect.md"));
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(256L << 20, "256 MiB")]
    [InlineData(2_436_890_624, "2.27 GiB")]
    public void Sizes_have_three_digits(long bytes, string expected) => Assert.Equal(expected, Words.Size(bytes));

    public void Dispose() => _folder.Dispose();

    private static void Gather(JsonNode? node, SortedSet<string> names)
    {
        switch (node)
        {
            case JsonObject item:
                foreach ((string key, JsonNode? value) in item)
                {
                    if (key == "properties" && value is JsonObject properties)
                    {
                        names.UnionWith(properties.Select(p => p.Key));
                    }
                    Gather(value, names);
                }
                break;
            case JsonArray list:
                foreach (JsonNode? value in list)
                {
                    Gather(value, names);
                }
                break;
        }
    }

    private InspectionReport Inspect(SampleDisk disk, InspectionOptions options) =>
        ImageInspector.Inspect(disk.Write(_folder["disk.img"]), options, CancellationToken.None);

    private static string Text(InspectionReport report)
    {
        using var text = new StringWriter();
        PlainConsole.Write(text, console => ReportText.Write(report, console));
        return text.ToString();
    }

    private static string Terminal(InspectionReport report, int? width = null)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = width is null ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.Standard,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width ?? console.Profile.Width;
        ReportText.Write(report, console);
        return text.ToString();
    }

    private static byte[] Json(InspectionReport report)
    {
        using var stream = new MemoryStream();
        ReportJson.Write(report, stream);
        return stream.ToArray();
    }

    private static bool IsUnsafe(char c) => (char.IsControl(c) && c is not '\n') || c == '\u202e';

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
