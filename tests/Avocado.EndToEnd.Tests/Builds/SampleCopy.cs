using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>
/// A copy of the sample's sources in a folder of its own, which nothing of this repository's build reaches but the
/// packed SDK package: what a user would have.
/// </summary>
public sealed class SampleCopy : IDisposable
{
    private const string ProjectName = "Gateway";
    private const string Overlay = "overlay/etc/systemd/network/20-wired.network";
    private readonly TemporaryFolder _folder = new();

    /// <param name="surroundings">How builds of the copy run.</param>
    public SampleCopy(Surroundings surroundings)
    {
        Surroundings = surroundings;
        foreach (string project in (string[])[ProjectName, "Gateway.Telemetry"])
        {
            CopySources(Path.Combine(Repository.Folder, "samples", project), Path.Combine(Folder, project));
        }
        File.Copy(Path.Combine(Repository.Folder, "global.json"), Path.Combine(Folder, "global.json"));
        Use(Repository.PackagesFolder, Path.Combine(Repository.Folder, "artifacts", "packages"));
        string locked = Path.Combine(Repository.Folder, "samples", ProjectName, "avocado.lock.json");
        if (File.Exists(locked))
        {
            File.Copy(locked, LockFile);
        }
    }

    public Surroundings Surroundings { get; set; }

    /// <summary>Holds the projects.</summary>
    public string Folder => _folder.Path;

    public string ProjectFolder => Path.Combine(Folder, ProjectName);

    public string ProjectFile => Path.Combine(ProjectFolder, ProjectName + ".csproj");

    public string LockFile => Path.Combine(ProjectFolder, "avocado.lock.json");

    /// <summary>A file that goes into the root file system.</summary>
    public string OverlayFile => Path.Combine(ProjectFolder, Overlay);

    /// <summary>What <see cref="OverlayFile"/> had in it when it was copied.</summary>
    public static string OriginalOverlay =>
        File.ReadAllText(Path.Combine(Repository.Folder, "samples", ProjectName, Overlay));

    /// <summary>Where a configuration's outputs are.</summary>
    public string OutputFolder(string configuration = "Debug") =>
        Path.Combine(ProjectFolder, "bin", configuration, "x86_64-uefi");

    /// <summary>Where the pipeline's own files are.</summary>
    public string IntermediateFolder => Path.Combine(ProjectFolder, "obj", "Debug", "x86_64-uefi");

    /// <summary>Runs dotnet with a verb on the image project.</summary>
    public BuildResult DotNet(string verb, params string[] arguments) =>
        Builds.DotNet.Run(Folder, Surroundings, [verb, ProjectFile, .. arguments]);

    /// <summary>Starts a build that the test wants to disturb.</summary>
    public DotNet StartBuild(params string[] arguments) =>
        Builds.DotNet.Start(Folder, Surroundings, ["build", ProjectFile, .. arguments]);

    /// <summary>Changes the text of the project file.</summary>
    /// <returns>Undoes it when disposed.</returns>
    public IDisposable Edit(string old, string replacement)
    {
        string text = File.ReadAllText(ProjectFile);
        Assert.Contains(old, text);
        File.WriteAllText(ProjectFile, text.Replace(old, replacement, StringComparison.Ordinal));
        return new Undo(() => File.WriteAllText(ProjectFile, text));
    }

    /// <summary>Adds lines at the end of the project file.</summary>
    public IDisposable Add(string lines) => Edit("</Project>", lines + "\n</Project>");

    /// <summary>Lets builds of the copy take packages from where NuGet unpacked them, and the SDK's from its feed.</summary>
    public void Use(string unpacked, string feed) => File.WriteAllText(
        Path.Combine(Folder, "nuget.config"),
        File.ReadAllText(Path.Combine(Repository.Folder, "nuget.config"))
            .Replace("\".packages\"", $"\"{unpacked}\"", StringComparison.Ordinal)
            .Replace("\"artifacts/packages\"", $"\"{feed}\"", StringComparison.Ordinal));

    /// <summary>Copies a folder below the copy's own.</summary>
    public string Take(string from, string name)
    {
        ForeignTool.Run("cp", "-R", from, Path.Combine(Folder, name));
        return Path.Combine(Folder, name);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static void CopySources(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from).Where(f => !f.EndsWith(".lock.json", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        foreach (string folder in Directory.EnumerateDirectories(from)
            .Where(f => Path.GetFileName(f) is not ("bin" or "obj")))
        {
            CopySources(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
