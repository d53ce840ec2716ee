using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>
/// Names the result of one step of a build: equal keys mean equal bytes. <see cref="ActionKeyBuilder"/> makes it.
/// </summary>
public sealed record ActionKey
{
    internal ActionKey(string step, int version, Sha256Digest digest)
    {
        Step = step;
        Version = version;
        Digest = digest;
    }

    /// <summary>What is done, such as "package".</summary>
    public string Step { get; }

    /// <summary>The version of the code that does it.</summary>
    public int Version { get; }

    /// <summary>SHA-256 over the step, its version and every input.</summary>
    public Sha256Digest Digest { get; }
}
