using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Verify;

/// <summary>What is to be built again.</summary>
/// <param name="Project">Full path of the image project.</param>
/// <param name="Configuration">Debug or Release.</param>
/// <param name="Board">The board, or null for the only one.</param>
/// <param name="Outputs">Folder of outputs that exist and must come out the same; null when there are none to judge.</param>
internal sealed record RebuildTarget(string Project, string Configuration, string? Board, string? Outputs)
{
    private const string OutputFolderName = "bin";

    /// <summary>Finds the project of what a user names: a project, its folder, or an image that it built.</summary>
    /// <exception cref="AvocadoException">AVO0707: there is no project, or more than one.</exception>
    public static RebuildTarget Of(string path, string? configuration, string? board)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || full.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
        {
            return new RebuildTarget(ProjectIn(full), configuration ?? "Debug", board, null);
        }
        // PROJECT/bin/CONFIGURATION/BOARD/IMAGE
        string boardFolder = Path.GetDirectoryName(full)!;
        string? configurationFolder = Path.GetDirectoryName(boardFolder);
        string? outputFolder = Path.GetDirectoryName(configurationFolder);
        return Path.GetFileName(outputFolder) == OutputFolderName && Path.GetDirectoryName(outputFolder) is { } project
            ? new RebuildTarget(
                ProjectIn(project), configuration ?? Path.GetFileName(configurationFolder!),
                board ?? Path.GetFileName(boardFolder), boardFolder)
            : throw Codes.NoProjectToRebuild.Error(path, "an image lies in PROJECT/bin/CONFIGURATION/BOARD/");
    }

    private static string ProjectIn(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }
        string[] projects = Directory.Exists(path) ? Directory.GetFiles(path, "*.csproj") : [];
        return projects.Length == 1
            ? projects[0]
            : throw Codes.NoProjectToRebuild.Error(path, $"it has {projects.Length} .csproj files");
    }
}
