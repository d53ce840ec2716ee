using System.Reflection;
using Avocado.Testing;

namespace Avocado.Cli.Tests;

/// <summary>The tool as a user has it: packed, and installed from a folder that holds nothing else.</summary>
public sealed class ToolPackage : IDisposable
{
    private const string PackageId = "Avocado.Tool";
    private readonly TemporaryFolder _folder = new();

    public ToolPackage()
    {
        string feed = _folder["feed"];
        // The test's own build made the binaries; packing only collects them.
        Run("pack", ToolProject, "--no-build", "--no-restore", "-c", Metadata("Configuration"), "-o", feed, "--nologo");
        _folder.Write("nuget.config",
            "<configuration><packageSources><clear/><add key=\"feed\" value=\"feed\"/></packageSources></configuration>"u8);
        Run("tool", "install", PackageId, "--tool-path", _folder["tools"], "--configfile", _folder["nuget.config"],
            "--no-cache");
    }

    /// <summary>The root of the repository.</summary>
    public static string RepositoryFolder { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ToolProject)!, "..", ".."));

    private static string ToolProject => Metadata("ToolProject");

    /// <summary>Runs the installed tool.</summary>
    public ToolResult Avocado(params string[] arguments) =>
        ForeignTool.Try(Path.Combine(_folder["tools"], OperatingSystem.IsWindows() ? "avocado.exe" : "avocado"), arguments);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static string Metadata(string key) => typeof(ToolPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private void Run(params string[] arguments)
    {
        ToolResult result = ForeignTool.Try("dotnet", _folder.Path, null, arguments);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}\n{result.Error}");
    }
}
