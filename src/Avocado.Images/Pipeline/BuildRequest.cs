using System.Collections.Immutable;
using Avocado.Images.Model;

namespace Avocado.Images.Pipeline;

/// <summary>What one image is made from and where it goes.</summary>
public sealed record BuildRequest
{
    /// <summary>The image. Its source date is that of the lock unless the project pins it.</summary>
    public required ImageProject Project { get; init; }

    /// <summary>The packages: resolved again, which is no work while the lock fits.</summary>
    public required ResolveRequest Packages { get; init; }

    /// <summary>Empty in development builds that use the user's development keys.</summary>
    public ImmutableArray<SigningKey> Keys { get; init; } = [];

    /// <summary>Folder of the user's development keys; null for the one below the user's data folder.</summary>
    public string? DevelopmentKeyFolder { get; init; }

    /// <summary>Full path of bin/CONFIGURATION/BOARD/.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Full path of obj/CONFIGURATION/BOARD/; everything in it may be removed.</summary>
    public required string IntermediateFolder { get; init; }

    /// <summary>How many threads may work at once; never changes a byte.</summary>
    public int Threads { get; init; } = 1;
}
