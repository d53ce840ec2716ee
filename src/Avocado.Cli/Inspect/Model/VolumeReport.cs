using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>A file system with what protects it.</summary>
internal sealed record VolumeReport
{
    /// <summary>The partition's label, or the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>"root", "usr", "data".</summary>
    public required string Role { get; init; }

    /// <summary>Number of its partition; null for a bare file system.</summary>
    public int? DataPartition { get; init; }

    /// <summary>Number of the hash tree's partition.</summary>
    public int? HashPartition { get; init; }

    /// <summary>Number of the signature's partition.</summary>
    public int? SignaturePartition { get; init; }

    /// <summary>Its dm-verity protection; null without.</summary>
    public VerityReport? Verity { get; init; }

    /// <summary>Null for file systems that this tool does not read.</summary>
    public FileSystemReport? FileSystem { get; init; }

    /// <summary>The system in it, as os-release says; null without.</summary>
    public IdentityReport? System { get; init; }

    /// <summary>The extension in it, as extension-release says; null for other content.</summary>
    public ExtensionIdentityReport? Extension { get; init; }

    /// <summary>The release in it, as runtime.json says; null without.</summary>
    public RuntimeReport? Runtime { get; init; }

    /// <summary>The boot modes that it lists.</summary>
    public ImmutableArray<ModeReport> Modes { get; init; } = [];

    /// <summary>The extension images in it.</summary>
    public ImmutableArray<ExtensionReport> Extensions { get; init; } = [];
}
