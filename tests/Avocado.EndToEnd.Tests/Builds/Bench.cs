using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>The sample in a folder of its own, built once; tests change it and build again.</summary>
public sealed class Bench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Stranger> _stranger;

    public Bench()
    {
        Copy = new SampleCopy(new Surroundings
        {
            Umask = "022",
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AvocadoDevelopmentKeyFolder"] = Keys,
                ["TZ"] = "UTC",
                ["LC_ALL"] = "C.UTF-8",
            },
        });
        MakeRepository();
        FirstBuild = Copy.DotNet("build").MustSucceed();
        ForeignTool.Run("cp", "-R", Copy.OutputFolder(), _folder["baseline"]);
        Baseline = new Outputs(_folder["baseline"]);
        _stranger = new(() => new Stranger(this));
    }

    public SampleCopy Copy { get; }

    /// <summary>Development keys of the bench: made by its first build.</summary>
    public string Keys => _folder["keys"];

    public BuildResult FirstBuild { get; }

    /// <summary>What the first build made; no later build touches it.</summary>
    internal Outputs Baseline { get; }

    /// <summary>The root hash that the first build made.</summary>
    public string RootHash => File.ReadAllText(Path.Combine(_folder["baseline"], "rootfs.roothash"));

    /// <summary>The same project, built by somebody else somewhere else.</summary>
    internal Stranger Stranger => _stranger.Value;

    /// <summary>Builds what is not built.</summary>
    internal Outputs EnsureBuilt()
    {
        Copy.DotNet("build").MustSucceed();
        return new Outputs(Copy.OutputFolder());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stranger.IsValueCreated)
        {
            _stranger.Value.Dispose();
        }
        Copy.Dispose();
        _folder.Dispose();
    }

    // Builds in a repository know a commit and a remote, which must not reach an image.
    private void MakeRepository()
    {
        if (ForeignTool.Find("git") is null)
        {
            return;
        }
        string[] author = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
        foreach (string[] command in (string[][])
        [
            ["init", "-q"],
            ["remote", "add", "origin", "https://example.com/bench.git"],
            ["add", "-A"],
            [.. author, "commit", "-q", "-m", "Bench"],
        ])
        {
            ForeignTool.Run("git", ["-C", Copy.Folder, .. command]);
        }
    }
}
