using System.Collections.Immutable;
using Avocado.Images.Model;

namespace Avocado.Images.Pipeline;

/// <summary>What one image is made from and where it goes.</summary>
public sealed record BuildRequest
{
    /// <summary>The image. Its source date is 0 unless the project pins it: the lock file has it.</summary>
    public required ImageProject Project { get; init; }

    public required PackageSet Packages { get; init; }

    /// <summary>Empty in development builds that use the user's development keys.</summary>
    public ImmutableArray<SigningKey> Keys { get; init; } = [];

    /// <summary>Full path.</summary>
    public required string LockFile { get; init; }

    /// <summary>Full path of the shared package cache.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Takes the place of every feed's own mirrors; null for them.</summary>
    public string? Mirror { get; init; }

    /// <summary>Full path of bin/CONFIGURATION/BOARD/.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Full path of obj/CONFIGURATION/BOARD/; everything in it may be removed.</summary>
    public required string IntermediateFolder { get; init; }

    /// <summary>How many threads may work at once.</summary>
    public int Threads { get; init; } = 1;
}
