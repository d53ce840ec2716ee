using Avocado.Files;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>A file of the cache.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Digest">What it is named by; the default for unfinished files.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="LastUse">When it was last used, give or take an hour; UTC.</param>
internal sealed record StoredFile(string Path, StoredKind Kind, Sha256Digest Digest, long Size, DateTime LastUse)
{
    /// <summary>The result it holds; null for what is no result or a damaged one.</summary>
    public ActionResult? TryReadAction()
    {
        if (Kind != StoredKind.Action || Size > ActionResultFields.MaxSize)
        {
            return null;
        }
        try
        {
            return ActionResultReader.Read(File.ReadAllBytes(Path), Digest);
        }
        catch (Exception error) when (error is Files.Diagnostics.DamagedFormatException
            or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
