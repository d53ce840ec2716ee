namespace Avocado.Signing;

/// <summary>The keys of one user for development images.</summary>
public sealed class DevelopmentKeySet : IDisposable
{
    private readonly IReadOnlyDictionary<KeyUse, ISigner> _signers;

    internal DevelopmentKeySet(string folder, bool created, IReadOnlyDictionary<KeyUse, ISigner> signers)
    {
        Folder = folder;
        Created = created;
        _signers = signers;
    }

    /// <summary>Where the keys are.</summary>
    public string Folder { get; }

    /// <summary>True when this call made them; the user should be told where they are.</summary>
    public bool Created { get; }

    /// <summary>The key of one use. Disposed with the set.</summary>
    public ISigner this[KeyUse use] => _signers[use];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ISigner signer in _signers.Values)
        {
            signer.Dispose();
        }
    }
}
