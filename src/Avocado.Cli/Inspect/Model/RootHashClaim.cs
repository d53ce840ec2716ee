namespace Avocado.Cli.Inspect.Model;

/// <summary>Something that names a root hash.</summary>
/// <param name="Source">"partition ids", "signature", "command line of PATH", "veritytab of PATH".</param>
/// <param name="RootHash">What it names.</param>
/// <param name="Agrees">True when the tree comes to the same.</param>
internal sealed record RootHashClaim(string Source, string RootHash, bool Agrees);
