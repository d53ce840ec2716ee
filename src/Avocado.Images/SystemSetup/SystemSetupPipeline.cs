using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// Makes a root file system out of unpacked packages and overlays without running anything of theirs: what maintainer
/// scripts and the first boot would do, step by step.
/// </summary>
public static class SystemSetupPipeline
{
    /// <summary>The steps, in order: each may rely on those before it.</summary>
    public static ImmutableArray<ISystemSetupStep> Steps { get; } =
    [
        new LinksAndFoldersStep(),
        new ConfigurationFilesStep(),
        new AlternativesStep(),
        new AccountsStep(),
        new PamStep(),
        new IdentityStep(),
        new OsReleaseStep(),
        new UnitFilesStep(),
        new UnitMasksStep(),
        new UnitEnablementStep(),
        new VarFoldersStep(),
    ];

    /// <summary>Runs every step on a root file system.</summary>
    /// <param name="tree">Packages and overlays are in it.</param>
    /// <param name="project">What the project says.</param>
    /// <param name="progress">Told the name of each step as it begins.</param>
    public static void Apply(FileTreeBuilder tree, ImageProject project, IProgress<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(project);
        var context = new SystemSetupContext(tree, project);
        foreach (ISystemSetupStep step in Steps)
        {
            progress?.Report(step.Name);
            step.Apply(context);
        }
    }
}
