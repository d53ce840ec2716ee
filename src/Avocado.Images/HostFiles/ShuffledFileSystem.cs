namespace Avocado.Images.HostFiles;

/// <summary>
/// A host whose folders list their entries in another order, as other file systems do: what must not reach an image.
/// <c>avocado verify rebuild</c> asks for it by the environment variable <see cref="Variable"/>.
/// </summary>
/// <param name="inner">The host.</param>
/// <param name="seed">Which order.</param>
public sealed class ShuffledFileSystem(IHostFileSystem inner, int seed) : IHostFileSystem
{
    /// <summary>The environment variable that holds the seed.</summary>
    public const string Variable = "AVOCADO_SHUFFLE";

    /// <summary>The host as the environment asks for it.</summary>
    public static IHostFileSystem OfEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), out int seed)
            ? new ShuffledFileSystem(HostFileSystem.Instance, seed)
            : HostFileSystem.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<HostItem> List(string folder)
    {
        HostItem[] items = [.. inner.List(folder)];
        new Random(seed).Shuffle(items);
        return items;
    }

    /// <inheritdoc/>
    public int ReadStart(string hostPath, Span<byte> bytes) => inner.ReadStart(hostPath, bytes);

    /// <inheritdoc/>
    public bool IsSpecial(string hostPath) => inner.IsSpecial(hostPath);
}
