using Avocado.Packages.Caching;

namespace Avocado.Images.Reuse;

/// <summary>
/// Files of stages that machines share through a remote cache: a second clone takes whole file systems from it. They
/// are offered only by builds that may write there; what one machine alone needs stays in its project's folder.
/// </summary>
/// <param name="store">The content store; null shares nothing.</param>
internal sealed class SharedStages(ContentStore? store)
{
    /// <summary>Whether files may be offered.</summary>
    public bool TakesFiles => store is { TakesResults: true };

    /// <summary>What another build made with the same key.</summary>
    public ActionResult? Find(ActionKey key, CancellationToken cancellation) => store is { GivesResults: true }
        ? store.TryGetAsync(key, cancellation).GetAwaiter().GetResult()
        : null;

    /// <summary>Copies one of its files.</summary>
    public void Fetch(ActionResult result, string name, string path)
    {
        File.Copy(store!.PathOf(result[name]), path, overwrite: true);
        // Blobs are read-only; what is made of them is a file like any other.
        File.SetAttributes(path, FileAttributes.Normal);
    }

    /// <summary>Offers files, when this build may.</summary>
    public void Offer(ActionKey key, params ReadOnlySpan<(string Name, string Path)> files)
    {
        if (!TakesFiles)
        {
            return;
        }
        var outputs = new List<KeyValuePair<string, Blob>>();
        foreach ((string name, string path) in files)
        {
            using FileStream file = File.OpenRead(path);
            outputs.Add(new(name, store!.AddBlob(file)));
        }
        store!.Put(key, outputs);
    }
}
