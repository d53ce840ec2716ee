using System.Collections.Immutable;
using Avocado.Images.Apps.Tools;

namespace Avocado.Images.Apps.Compiling;

/// <summary>What the C# compiler is told to do, of which every effect is known.</summary>
internal sealed class CompilerCommand
{
    public CompilerCommand(ProjectPlace place) => Place = place;

    /// <summary>Everything, in the order given.</summary>
    public required ImmutableArray<CompilerArgument> Arguments { get; init; }

    /// <summary>All files that it writes.</summary>
    public required ImmutableArray<ToolOutput> Outputs { get; init; }

    /// <summary>The project's folder, which relative paths start from.</summary>
    public ProjectPlace Place { get; }

    /// <summary>False when the result is one for this folder only.</summary>
    public required bool IsForAnyPlace { get; init; }

    /// <summary>Full paths of folders that are not in the arguments: nothing that is shared may tell of them.</summary>
    public required ImmutableArray<string> Folders { get; init; }

    /// <summary>The language of warnings that was asked for; null for the machine's.</summary>
    public required string? Language { get; init; }

    /// <summary>Reads the compiler's arguments.</summary>
    /// <param name="arguments">Without quotes, as the compiler gets them.</param>
    /// <param name="project">Full path of the project's folder.</param>
    /// <returns>Null when there is one whose effect is not known here.</returns>
    public static CompilerCommand? TryParse(IEnumerable<string> arguments, string project)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var parser = new CompilerCommandParser(new ProjectPlace(project));
        return arguments.All(parser.TryAdd) ? parser.TryFinish() : null;
    }
}
