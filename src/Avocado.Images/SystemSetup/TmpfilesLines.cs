using System.Globalization;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>Lines of tmpfiles.d(5): what the device makes at boot where the image cannot have it.</summary>
public static class TmpfilesLines
{
    private const string CreatingTypes = "dDvqQLfFCpcb";

    /// <summary>A line that makes a folder.</summary>
    public static string Folder(Entry folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string mode = Convert.ToString(folder.Mode, 8).PadLeft(4, '0');
        return string.Create(CultureInfo.InvariantCulture,
            $"d {Word(folder.Path.ToString())} {mode} {folder.Uid} {folder.Gid} -\n");
    }

    /// <summary>A line that copies a file or folder from the image when there is none.</summary>
    public static string Copy(UnixPath path, UnixPath from) =>
        $"C {Word(path.ToString())} - - - - {Argument(from.ToString())}\n";

    /// <summary>A line that makes a symbolic link when there is none.</summary>
    public static string Link(UnixPath path, string target) =>
        $"L {Word(path.ToString())} - - - - {Argument(target)}\n";

    /// <summary>Paths that the lines of a file make.</summary>
    public static IEnumerable<string> PathsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && CreatingTypes.Contains(words[0][0], StringComparison.Ordinal))
            {
                yield return words[1].TrimEnd('/');
            }
        }
    }

    /// <summary>A path is a word: quotes keep its spaces.</summary>
    private static string Word(string path)
    {
        string text = path.Replace("%", "%%", StringComparison.Ordinal);
        if (text.IndexOfAny([' ', '"', '\'', '\\']) < 0)
        {
            return text;
        }
        text = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{text}\"";
    }

    /// <summary>An argument is the rest of its line: spaces and quotes are themselves.</summary>
    private static string Argument(string text) =>
        text.Replace("%", "%%", StringComparison.Ordinal).Replace(@"\", @"\\", StringComparison.Ordinal);
}
