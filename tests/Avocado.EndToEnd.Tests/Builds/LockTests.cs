namespace Avocado.EndToEnd.Tests.Builds;

[Collection(BuildTestGroup.Name)]
public sealed class LockTests(Bench bench) : IDisposable
{
    private const string Strace = "<FeedPackage Include=\"strace\" Into=\"field-tools\" />";
    private readonly SampleCopy _copy = new(bench.Copy.Surroundings);

    [Fact]
    public void Locked_mode_refuses_a_project_whose_packages_changed()
    {
        Start();
        string before = File.ReadAllText(_copy.LockFile);
        using (_copy.Edit(Strace, ""))
        {
            string error = _copy.DotNet("restore", "-p:RestoreLockedMode=true").MustFailWith("AVO0314");
            Assert.Contains("strace", error);
            Assert.Contains("--force-evaluate", error);
        }
        Assert.Equal(before, File.ReadAllText(_copy.LockFile));
        _copy.DotNet("restore", "--locked-mode").MustSucceed();
    }

    [Fact]
    public void Locked_mode_makes_no_lock_file()
    {
        File.Delete(_copy.LockFile);
        _copy.DotNet("restore", "--locked-mode").MustFailWith("AVO0313");
        Assert.False(File.Exists(_copy.LockFile));
    }

    [Fact]
    public void Force_evaluate_renews_the_lock()
    {
        Start();
        Assert.Contains("\"strace\"", File.ReadAllText(_copy.LockFile));
        using (_copy.Edit(Strace, ""))
        {
            _copy.DotNet("restore", "--force-evaluate").MustSucceed();
            Assert.DoesNotContain("\"strace\"", File.ReadAllText(_copy.LockFile));
            _copy.DotNet("restore", "--locked-mode").MustSucceed();
        }
    }

    public void Dispose() => _copy.Dispose();

    private void Start() => File.Copy(bench.Copy.LockFile, _copy.LockFile, overwrite: true);
}
