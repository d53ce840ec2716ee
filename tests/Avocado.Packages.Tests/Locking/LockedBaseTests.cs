using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;
using Avocado.Packages.Tests.Fakes;

namespace Avocado.Packages.Tests.Locking;

/// <summary>The lock says which release an image is based on; only the user changes that.</summary>
public sealed class LockedBaseTests : IDisposable
{
    private static readonly SourceLocation s_location = new("app.csproj", 4, 5);
    private static readonly LockedBase s_old = new("thing-1.0.0.img", 4096, Sha256Digest.Of("old"u8));
    private static readonly LockedBase s_new = new("thing-1.1.0.img", 4096, Sha256Digest.Of("new"u8));
    private readonly TestArchive _archive = new();

    public LockedBaseTests() => Publish("1.0");

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_restore_writes_name_size_and_digest_and_reads_them_back()
    {
        await ResolveAsync(s_old);
        string text = await File.ReadAllTextAsync(_archive.LockPath);
        Assert.Contains("\"name\": \"thing-1.0.0.img\"", text);
        Assert.Contains(s_old.Sha256.ToString(), text);
        Assert.Equal(s_old, Locked());
        Assert.False((await ResolveAsync(s_old)).IsNew);
        Assert.False((await ResolveAsync(s_old, LockMode.Locked)).IsNew);
    }

    [Fact]
    public async Task A_lock_without_a_base_says_nothing_of_one()
    {
        await ResolveAsync(null);
        Assert.DoesNotContain("\"base\"", await File.ReadAllTextAsync(_archive.LockPath));
    }

    [Fact]
    public async Task A_first_base_is_added_without_choosing_packages_anew()
    {
        await ResolveAsync(null);
        Publish("1.1");
        LockResult result = await ResolveAsync(s_old);
        Assert.True(result.IsNew);
        Assert.Equal(s_old, Locked());
        Assert.Equal("1.0", Assert.Single(result.Section.Packages).Version);
    }

    [Theory]
    [InlineData(LockMode.Normal)]
    [InlineData(LockMode.Locked)]
    public async Task Another_base_and_none_are_refused_where_the_project_names_it(LockMode mode)
    {
        await ResolveAsync(s_old);
        byte[] before = await File.ReadAllBytesAsync(_archive.LockPath);
        foreach (LockedBase? other in (LockedBase?[])[s_new, s_old with { Size = 8192 }, null])
        {
            AvocadoException error =
                await Expect.CodeAsync(Codes.BaseImageDiffers, () => ResolveAsync(other, mode));
            Assert.Equal(s_location, error.Location);
            Assert.Contains("dotnet restore --force-evaluate", error.Message);
            Assert.Contains(s_old.Sha256.ToString(), error.Message);
            Assert.Equal(other is null, error.Message.StartsWith("BaseImage is not set, ", StringComparison.Ordinal));
        }
        Assert.Equal(before, await File.ReadAllBytesAsync(_archive.LockPath));
    }

    [Fact]
    public async Task Another_base_is_refused_also_where_other_packages_are_asked_for()
    {
        await ResolveAsync(s_old);
        await Expect.CodeAsync(Codes.BaseImageDiffers, () => _archive.Service().ResolveAsync(
            _archive.Request("app", "tool") with { Base = s_new }, LockMode.Normal));
        LockResult added = await _archive.Service().ResolveAsync(
            _archive.Request("app", "tool") with { Base = s_old }, LockMode.Normal);
        Assert.Equal(s_old, added.Section.Base);
    }

    [Fact]
    public async Task Locked_mode_adds_no_base()
    {
        await ResolveAsync(null);
        await Expect.CodeAsync(Codes.BaseImageDiffers, () => ResolveAsync(s_old, LockMode.Locked));
    }

    [Fact]
    public async Task Force_evaluate_takes_another_base_and_none()
    {
        await ResolveAsync(s_old);
        await ResolveAsync(s_new, LockMode.ForceEvaluate);
        Assert.Equal(s_new, Locked());
        await ResolveAsync(null, LockMode.ForceEvaluate);
        Assert.Null(Locked());
    }

    [Fact]
    public async Task The_same_image_under_another_name_is_the_same_base()
    {
        await ResolveAsync(s_old);
        Assert.False((await ResolveAsync(s_old with { Name = "renamed.img" })).IsNew);
        Assert.False((await ResolveAsync(s_old with { Name = "renamed.img" }, LockMode.Locked)).IsNew);
    }

    [Theory]
    [InlineData("\"size\": 4096", "\"size\": -1")]
    [InlineData("\"size\": 4096", "\"size\": \"4096\"")]
    [InlineData("\"thing-1.0.0.img\"", "\"\"")]
    [InlineData("\"thing-1.0.0.img\"", "\"a\\u0007b\"")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"00")]
    [InlineData("\"base\": {", "\"base\": 7, \"other\": {")]
    public async Task A_base_that_cannot_be_read_is_an_error(string old, string bad)
    {
        await ResolveAsync(s_old);
        string text = await File.ReadAllTextAsync(_archive.LockPath);
        int at = text.IndexOf(old, text.IndexOf("\"base\"", StringComparison.Ordinal), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_archive.LockPath, text[..at] + bad + text[(at + old.Length)..]);
        await Expect.CodeAsync(Codes.LockDamaged, () => ResolveAsync(s_old));
    }

    [Fact]
    public void A_name_that_could_not_be_read_back_is_written_readable() =>
        Assert.Equal("a?b.img", LockedBase.Of(Path.Combine("folder", "a\nb.img"), 1, s_old.Sha256).Name);

    private LockedBase? Locked() => LockFile.Load(_archive.LockPath).Sections["x86_64-uefi"].Base;

    private Task<LockResult> ResolveAsync(LockedBase? image, LockMode mode = LockMode.Normal) =>
        _archive.Service().ResolveAsync(
            _archive.Request("app") with { Base = image, BaseLocation = s_location }, mode);

    private void Publish(string version) =>
        _archive.Publish([new TestPackage("app", version), new TestPackage("tool")]);
}
