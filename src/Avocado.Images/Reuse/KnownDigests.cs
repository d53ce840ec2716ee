using System.Text;
using Avocado.Files;
using Avocado.Packages.Caching;

namespace Avocado.Images.Reuse;

/// <summary>
/// SHA-256 of disks that were hashed before, here or on another machine, by a digest over their data and the places of
/// their holes: gigabytes of zeros are hashed once.
/// </summary>
/// <param name="store">Where they are kept.</param>
internal sealed class KnownDigests(ContentStore store)
{
    private const string Output = "sha256";

    /// <summary>The digest of the whole, or null.</summary>
    public Sha256Digest? Find(Sha256Digest data, CancellationToken cancellation)
    {
        if (!store.GivesResults || store.TryGetAsync(KeyOf(data), cancellation).GetAwaiter().GetResult() is not { } result
            || !result.Outputs.TryGetValue(Output, out Blob blob) || blob.Size != 2 * Sha256Digest.Size
            || !store.HasGood(blob))
        {
            return null;
        }
        return Sha256Digest.TryParse(File.ReadAllText(store.PathOf(blob)), out Sha256Digest digest) ? digest : null;
    }

    /// <summary>Keeps the digest of the whole.</summary>
    public void Keep(Sha256Digest data, Sha256Digest whole) => store.Put(
        KeyOf(data), [KeyValuePair.Create(Output, store.AddBlob(Encoding.ASCII.GetBytes(whole.ToString())))]);

    private static ActionKey KeyOf(Sha256Digest data) => new ActionKeyBuilder("disk-digest", 1).Add("data", data).ToKey();
}
