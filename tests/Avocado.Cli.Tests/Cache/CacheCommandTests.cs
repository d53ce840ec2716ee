using System.Text.Json;
using Avocado.Cli.Tests.Inspect;
using Avocado.Packages.Caching;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Cache;

/// <summary>The installed tool on a cache that holds a package and a file of a feed.</summary>
[Collection(SampleKeys.Shared)]
public sealed class CacheCommandTests : IDisposable
{
    private readonly ToolPackage _tool;
    private readonly TemporaryFolder _folder = new();
    private readonly ContentStore _store;
    private readonly ActionKey _key = new ActionKeyBuilder("package", 1).ToKey();
    private readonly Blob _blob;

    public CacheCommandTests(ToolPackage tool)
    {
        _tool = tool;
        _store = new ContentStore(new CacheFolder(_folder["cache"]));
        _blob = _store.AddBlob(new byte[2048]);
        _store.Put(_key, [KeyValuePair.Create("contents", _blob)]);
        _store.AddBlob(new byte[1024]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_says_where_the_cache_is_and_what_is_in_it()
    {
        ToolResult text = Run("info");
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Matches($"(?m)^folder +{_folder["cache"]}$", text.Output);
        Assert.Matches("(?m)^size +[0-9.]+ KiB of 10 GiB$", text.Output);
        Assert.Matches("(?m)^objects +2 blobs, 1 result$", text.Output);
        Assert.Matches(@"(?m)^oldest use +20\d\d-\d\d-\d\d \d\d:\d\d UTC$", text.Output);
        Assert.Matches("(?m)^package +1 result, 1 blob, 2 KiB$", text.Output);
        Assert.Matches("(?m)^from feeds +1 blob, 1 KiB$", text.Output);

        using JsonDocument json = JsonDocument.Parse(Run("info", "--json").OutputBytes);
        JsonElement cache = json.RootElement.GetProperty("cache");
        Assert.Equal(1, json.RootElement.GetProperty("formatVersion").GetInt32());
        Assert.Equal(10L << 30, json.RootElement.GetProperty("maxBytes").GetInt64());
        Assert.Equal(2, cache.GetProperty("blobs").GetInt32());
        Assert.Equal("package", cache.GetProperty("steps")[0].GetProperty("step").GetString());
        Assert.Equal(2048, cache.GetProperty("steps")[0].GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Prune_removes_what_is_too_much_and_spares_what_a_build_uses()
    {
        Assert.Contains("removed 0 blobs", Run("prune").Output, StringComparison.Ordinal);
        ToolResult dry = Run("prune", "--all", "--dry-run");
        Assert.StartsWith("would remove 2 blobs, 1 result and 0 unfinished files", dry.Output, StringComparison.Ordinal);
        Assert.NotNull(_store.Find(_key));

        File.SetLastWriteTimeUtc(_store.PathOf(_blob), DateTime.UtcNow.AddHours(-30));
        using (await _store.Folder.HoldAsync(default))
        {
            ToolResult held = Run("prune", "--all");
            Assert.Contains("a build uses the cache", held.Error, StringComparison.Ordinal);
            Assert.StartsWith("removed 1 blob, 1 result", held.Output, StringComparison.Ordinal);
        }
        ToolResult rest = Run("prune", "--all");
        Assert.Equal((0, ""), (rest.ExitCode, rest.Error));
        Assert.EndsWith("0 B are left\n", rest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prune_to_a_size_leaves_what_was_used_last()
    {
        File.SetLastWriteTimeUtc(_store.PathOf(_blob), DateTime.UtcNow.AddHours(-30));
        Assert.StartsWith("removed 1 blob, 1 result", Run("prune", "--to", "2K").Output, StringComparison.Ordinal);
        Assert.False(_store.Has(_blob));
    }

    [Fact]
    public void Verify_ends_with_1_when_something_is_damaged_and_repairs_it_when_asked()
    {
        ToolResult good = Run("verify");
        Assert.Equal((0, ""), (good.ExitCode, good.Error));
        Assert.Contains("checked 2 blobs and 1 result", good.Output, StringComparison.Ordinal);

        string path = _store.PathOf(_blob);
        File.Delete(path);
        File.WriteAllBytes(path, new byte[2047]);
        ToolResult bad = Run("verify");
        Assert.Equal(1, bad.ExitCode);
        Assert.StartsWith($"damaged  {path}: ", bad.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(path));

        Assert.Equal(1, Run("verify", "--repair").ExitCode);
        Assert.False(File.Exists(path));
        Assert.Equal(0, Run("verify").ExitCode);
    }

    [Fact]
    public void A_wrong_command_line_ends_with_2()
    {
        foreach (string[] arguments in new string[][]
        {
            ["cache"], ["cache", "prune", "--to", "10GB"], ["cache", "prune", "--to", "1G", "--all"],
            ["cache", "info", "--folder", _folder["none"]], ["cache", "verify", "--unknown"],
        })
        {
            ToolResult result = _tool.Avocado(arguments);
            Assert.True(result.ExitCode == 2, $"{string.Join(' ', arguments)}: {result.ExitCode} {result.Error}");
            Assert.NotEqual("", result.Error);
        }
    }

    [Fact]
    public void Help_says_what_the_exit_codes_mean()
    {
        Assert.Contains("AVOCADO_CACHE_SIZE", _tool.Avocado("cache", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("Exit code", _tool.Avocado("cache", "prune", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("Exit code", _tool.Avocado("cache", "verify", "--help").Output, StringComparison.Ordinal);
    }

    private ToolResult Run(string command, params string[] arguments) =>
        _tool.Avocado(["cache", command, "--folder", _folder["cache"], .. arguments]);
}
