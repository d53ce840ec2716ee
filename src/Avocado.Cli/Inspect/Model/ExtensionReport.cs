using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>An extension image inside of a file system.</summary>
internal sealed record ExtensionReport
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Of the image.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its name as extension-release says, else the file's.</summary>
    public required string Name { get; init; }

    /// <summary>The modes that list it.</summary>
    public ImmutableArray<string> Modes { get; init; } = [];

    /// <summary>What is in it; null when it could not be read.</summary>
    public DiskReport? Disk { get; init; }
}
