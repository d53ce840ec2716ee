using Avocado.Files;

namespace Avocado.Images.Linking;

/// <summary>A program that cannot start.</summary>
/// <param name="Path">The program or library.</param>
/// <param name="Origin">Who put it into the image.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Name">The library or loader that is missing; for damage, what is damaged.</param>
/// <param name="Package">The package that has it, where somebody knows.</param>
public sealed record MissingDependency(
    UnixPath Path, Origin Origin, MissingKind Kind, string Name, string? Package)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Kind == MissingKind.Damaged
        ? $"{Path} ({Origin}) cannot be read: {Name}"
        : $"{Path} ({Origin}) needs {(Kind == MissingKind.Interpreter ? "the loader " : "")}{Name}"
            + (Package is null ? ", which no known package has" : $", which the package {Package} has");
}
