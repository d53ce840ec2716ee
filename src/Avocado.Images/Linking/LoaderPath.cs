using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Linking;

/// <summary>Reads paths as programs spell them: with "..", doubled slashes, or nonsense.</summary>
internal static class LoaderPath
{
    /// <summary>The path inside the image; null when nothing can be there.</summary>
    /// <param name="text">Absolute; ".." steps back by name and stops at the root.</param>
    public static UnixPath? TryParse(string text)
    {
        if (!text.StartsWith('/'))
        {
            return null;
        }
        var names = new List<string>();
        foreach (string name in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
        }
        try
        {
            return UnixPath.Parse(string.Join('/', names));
        }
        catch (AvocadoException)
        {
            // Longer than any file system takes.
            return null;
        }
    }
}
