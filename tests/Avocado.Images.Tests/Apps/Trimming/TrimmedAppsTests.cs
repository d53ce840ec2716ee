using System.Text;
using Avocado.Files;
using Avocado.Images.Apps.Tools;
using Avocado.Images.Apps.Trimming;
using Avocado.Packages.Caching;
using Avocado.Testing;

namespace Avocado.Images.Tests.Apps.Trimming;

public sealed class TrimmedAppsTests : IDisposable
{
    private static readonly ToolWarning s_warning =
        new("IL2104", "Trim analysis", "/_/App/Program.cs", 3, 5, 3, 9, "it said {so}");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_clone_gets_what_one_made_with_its_warnings()
    {
        TrimInputs one = Clone("one");
        Trim(one, "app.dll");
        using ToolCache apps = Cache();
        Assert.Null(await apps.TryFetchAsync(one, default));
        Assert.True(await apps.StoreAsync(one, [s_warning], default));

        TrimInputs two = Clone("two");
        Assert.Equal([s_warning], await apps.TryFetchAsync(two, default));
        Assert.Equal(["app.dll"], Names(two));
        Assert.Equal("trimmed app.dll", File.ReadAllText(Path.Combine(two.Command.OutputFolder, "app.dll")));
    }

    [Fact]
    public async Task What_comes_from_the_cache_is_as_new_as_what_is_made()
    {
        TrimInputs inputs = Clone("one");
        Trim(inputs, "app.dll");
        using ToolCache apps = Cache();
        await apps.StoreAsync(inputs, [], default);
        DateTime old = DateTime.UtcNow.AddMinutes(-30);
        foreach (string blob in Directory.GetFiles(_folder["cache/cas"], "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(blob, old);
        }

        Directory.Delete(inputs.Command.OutputFolder, recursive: true);
        Assert.NotNull(await apps.TryFetchAsync(inputs, default));
        string path = Path.Combine(inputs.Command.OutputFolder, "app.dll");
        Assert.True(File.GetLastWriteTimeUtc(path) > old.AddMinutes(1));
        // What publishing or a user does with it is not done to the cache.
        await File.AppendAllTextAsync(path, "changed");
        Assert.NotNull(await apps.TryFetchAsync(inputs, default));
        Assert.Equal("trimmed app.dll", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_damaged_file_in_the_cache_means_trimming()
    {
        TrimInputs inputs = Clone("one");
        Trim(inputs, "app.dll", "lib.dll");
        using ToolCache apps = Cache();
        await apps.StoreAsync(inputs, [], default);
        byte[] good = "trimmed lib.dll"u8.ToArray();
        string path = new CacheFolder(_folder["cache"]).BlobPath(Sha256Digest.Of(good));
        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllText(path, "trimmed lib.dlL");

        Directory.Delete(inputs.Command.OutputFolder, recursive: true);
        Assert.Null(await apps.TryFetchAsync(inputs, default));
        Assert.False(Directory.Exists(inputs.Command.OutputFolder));

        // Trimming again repairs it.
        Trim(inputs, "app.dll", "lib.dll");
        Assert.True(await apps.StoreAsync(inputs, [], default));
        Assert.NotNull(await apps.TryFetchAsync(inputs, default));
    }

    [Fact]
    public async Task What_was_made_of_inputs_that_changed_meanwhile_is_not_kept()
    {
        TrimInputs inputs = Clone("one");
        Trim(inputs, "app.dll");
        File.WriteAllText(_folder["one/obj/app.dll"], "another");
        using ToolCache apps = Cache();
        Assert.False(await apps.StoreAsync(inputs, [], default));
        Assert.Null(await apps.TryFetchAsync(inputs, default));
    }

    [Fact]
    public async Task A_warning_that_names_a_file_of_this_machine_is_not_for_others()
    {
        TrimInputs inputs = Clone("one");
        Trim(inputs, "app.dll");
        using ToolCache apps = Cache();
        Assert.False(await apps.StoreAsync(inputs, [s_warning with { File = _folder["one/obj/app.dll"] }], default));
        Assert.Null(await apps.TryFetchAsync(inputs, default));
    }

    [Theory]
    [InlineData("assembly-7", "x")]
    [InlineData("assembly--1", "x")]
    [InlineData("app.dll", "x")]
    [InlineData("warnings", "[{")]
    [InlineData("warnings", "null")]
    public async Task A_result_of_another_kind_means_trimming(string name, string content)
    {
        TrimInputs inputs = Clone("one");
        using (var store = new ContentStore(new CacheFolder(_folder["cache"])))
        {
            var outputs = new Dictionary<string, Blob>
            {
                ["assembly-0"] = store.AddBlob("trimmed"u8.ToArray()),
                ["warnings"] = store.AddBlob("[]"u8.ToArray()),
                [name] = store.AddBlob(Encoding.UTF8.GetBytes(content)),
            };
            store.Put(inputs.Key, outputs);
        }
        using ToolCache apps = Cache();
        Assert.Null(await apps.TryFetchAsync(inputs, default));
        Assert.False(Directory.Exists(inputs.Command.OutputFolder));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_used_means_trimming()
    {
        TrimInputs inputs = Clone("one");
        Trim(inputs, "app.dll");
        _folder.Write("cache", "a file"u8);
        using ToolCache apps = Cache();
        Assert.Null(await apps.TryFetchAsync(inputs, default));
        Assert.False(await apps.StoreAsync(inputs, [], default));
    }

    [Fact]
    public void The_folder_is_no_part_of_the_key() => Assert.Equal(Clone("one").Key, Clone("two/deeper").Key);

    [Theory]
    [InlineData("obj/app.dll")]
    [InlineData("lib.dll")]
    [InlineData("ref/ref.dll")]
    [InlineData("roots.xml")]
    [InlineData("tool/illink.dll")]
    [InlineData("tool/illink.runtimeconfig.json")]
    public void The_bytes_of_every_file_are_part_of_the_key(string file)
    {
        ActionKey before = Clone("one").Key;
        Assert.NotEqual(before, Clone("two", changed: file).Key);
    }

    [Theory]
    [InlineData("--trim-mode link", "--trim-mode copy")]
    [InlineData("--feature A true", "--feature A false")]
    [InlineData("--feature A true\n", "")]
    [InlineData("EntryPoint", "Library")]
    [InlineData("\"IL1\"", "\"IL2\"")]
    [InlineData("--singlewarn-", "--singlewarn")]
    [InlineData("-reference \"lib.dll\"\n-reference \"ref/ref.dll\"", "-reference \"ref/ref.dll\"\n-reference \"lib.dll\"")]
    [InlineData("-reference \"lib.dll\"\n", "")]
    public void Every_argument_is_part_of_the_key(string text, string replacement)
    {
        Assert.Contains(text, Command, StringComparison.Ordinal);
        Assert.NotEqual(
            Clone("one").Key,
            Clone("one", Command.Replace(text, replacement, StringComparison.Ordinal)).Key);
    }

    private const string Command =
        "-x \"roots.xml\"\n-a \"obj/app.dll\" EntryPoint\n--singlewarn-\n--trim-mode link\n"
        + "-reference \"obj/app.dll\"\n-reference \"lib.dll\"\n-reference \"ref/ref.dll\"\n--action skip \"ref\"\n"
        + "-out \"linked\"\n--nowarn \"IL1\"\n--feature A true\n";

    private ToolCache Cache() => new(new CacheSettings(_folder["cache"]), _ => { });

    /// <summary>A clone with files and what its trimmer is told.</summary>
    private TrimInputs Clone(string name, string command = Command, string? changed = null)
    {
        foreach (string file in (string[])
            ["obj/app.dll", "lib.dll", "ref/ref.dll", "roots.xml", "tool/illink.dll", "tool/illink.runtimeconfig.json"])
        {
            _folder.Write($"{name}/{file}", Encoding.UTF8.GetBytes(file + (file == changed ? " changed" : "")));
        }
        return TrimInputs.Read(
            TrimmerCommand.TryParse(command, _folder[name])!, _folder[$"{name}/tool"], 2, CancellationToken.None);
    }

    private static void Trim(TrimInputs inputs, params string[] names)
    {
        Directory.CreateDirectory(inputs.Command.OutputFolder);
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(inputs.Command.OutputFolder, name), $"trimmed {name}");
        }
    }

    private static string[] Names(TrimInputs inputs) =>
        [.. Directory.GetFiles(inputs.Command.OutputFolder).Select(f => Path.GetFileName(f)).Order()];
}
