using System.Text.Json;
using Avocado.Cli.Tests.Inspect;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests;

/// <summary>The packed and installed tool, run as a user runs it.</summary>
[Collection(SampleKeys.Shared)]
public sealed class InstalledToolTests(SampleKeys keys, ToolPackage tool) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_good_extension_image_ends_with_0_and_a_damaged_one_with_1()
    {
        byte[] image = SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]);
        string path = _folder.Write("app.raw", image);
        string key = keys.Certificate(KeyUse.Verity);
        ToolResult good = tool.Avocado("inspect", path, "--key", key);
        Assert.Equal((0, ""), (good.ExitCode, good.Error));
        Assert.Contains("app.raw  discoverable disk image", good.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', good.Output);

        image[30_000] ^= 1;
        ToolResult bad = tool.Avocado("inspect", _folder.Write("app.raw", image), "--key", key, "--json");
        Assert.Equal((1, ""), (bad.ExitCode, bad.Error));
        using JsonDocument json = JsonDocument.Parse(bad.OutputBytes);
        Assert.Equal("damaged", json.RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_disk_is_inspected_against_a_secure_boot_folder()
    {
        string path = new SampleDisk(keys).Write(_folder["gateway.img"]);
        ToolResult result = tool.Avocado("inspect", path, "--secure-boot", keys.SecureBootFolder);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("everything that was checked is good", result.Output, StringComparison.Ordinal);
    }

    [ToolFact("mksquashfs")]
    public void A_foreign_file_system_is_inspected()
    {
        _folder.Write("tree/file", "content"u8);
        ForeignTool.Run("mksquashfs", _folder["tree"], _folder["image"], "-quiet", "-no-progress");
        ToolResult result = tool.Avocado("inspect", _folder["image"], "--files");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("/file", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_ends_with_0_when_equal_1_when_different_and_2_when_it_cannot_be_made()
    {
        byte[] image = SampleImages.SquashFs(SampleImages.Root());
        string old = _folder.Write("old.raw", image);
        Assert.Equal(0, tool.Avocado("diff", old, _folder.Write("same.raw", image)).ExitCode);

        string @new = _folder.Write("new.raw", SampleImages.SquashFs(SampleImages.Extension("app")));
        ToolResult text = tool.Avocado("diff", old, @new);
        Assert.Equal((1, ""), (text.ExitCode, text.Error));
        Assert.Contains("/usr/bin/app", text.Output, StringComparison.Ordinal);
        ToolResult markdown = tool.Avocado("diff", old, @new, "--markdown");
        Assert.Equal(1, markdown.ExitCode);
        Assert.StartsWith("## `old.raw` → `new.raw`\n", markdown.Output, StringComparison.Ordinal);
        ToolResult json = tool.Avocado("diff", old, @new, "--json");
        Assert.Equal(1, json.ExitCode);
        using JsonDocument report = JsonDocument.Parse(json.OutputBytes);
        Assert.Equal("fileSystem", report.RootElement.GetProperty("kind").GetString());

        ToolResult damaged = tool.Avocado("diff", old, _folder.Write("cut.raw", image.AsSpan(0, 200)));
        Assert.Equal((2, ""), (damaged.ExitCode, damaged.Output));
        Assert.Contains("AVO0705", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(2, tool.Avocado("diff", old).ExitCode);
        Assert.Equal(2, tool.Avocado("diff", old, @new, "--json", "--markdown").ExitCode);
        Assert.Contains("Exit code", tool.Avocado("diff", "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_command_line_ends_with_2()
    {
        string image = _folder.Write("image", "hsqs"u8);
        foreach (string[] arguments in new string[][]
        {
            [], ["inspect"], ["inspect", _folder["none"]], ["inspect", image, "--unknown"],
            ["inspect", image, "--key", image], ["inspect", image, "--secure-boot", _folder.Path],
            ["inspect", image, "--tree", _folder["none"]],
        })
        {
            ToolResult result = tool.Avocado(arguments);
            Assert.True(result.ExitCode == 2, $"{string.Join(' ', arguments)}: {result.ExitCode}");
            Assert.NotEqual("", result.Error);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_and_version_are_there()
    {
        ToolResult help = tool.Avocado("inspect", "--help");
        Assert.Equal(0, help.ExitCode);
        foreach (string expected in new[] { "--key", "--secure-boot", "--json", "--files", "--tree", "Exit code" })
        {
            Assert.Contains(expected, help.Output, StringComparison.Ordinal);
        }
        ToolResult version = tool.Avocado("--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }

    public void Dispose() => _folder.Dispose();
}
