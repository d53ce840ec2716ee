using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Debian.Apt;

/// <summary>Reads the two forms of sources.list(5): one line per archive, and deb822.</summary>
public static class AptSourcesReader
{
    private const string Format = "apt sources";
    private const string BinaryType = "deb";

    /// <summary>Reads a <c>.list</c> file: <c>deb [option=value …] URI suite component…</c>.</summary>
    /// <exception cref="DamagedFormatException">A line does not follow the form.</exception>
    public static IEnumerable<AptSource> ReadList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string raw in text.Split('\n'))
        {
            int comment = raw.IndexOf('#');
            string line = (comment < 0 ? raw : raw[..comment]).Trim();
            if (line.Length == 0)
            {
                continue;
            }
            bool? check = null;
            int open = line.IndexOf('['), close = line.IndexOf(']');
            string[] start = Words(open < 0 ? line : line[..open]);
            // An IPv6 address has brackets too, but never directly after the type.
            if (open >= 0 && start.Length == 1)
            {
                if (close < open)
                {
                    throw new DamagedFormatException(Format, $"options without their end in '{line}'");
                }
                check = Option(Words(line[(open + 1)..close]), "check-valid-until");
                line = line[..open] + " " + line[(close + 1)..];
            }
            string[] words = Words(line);
            if (words.Length < 3)
            {
                throw new DamagedFormatException(Format, $"'{line}' lacks its type, URI or suite");
            }
            if (words[0] == BinaryType && Uri.TryCreate(words[1], UriKind.Absolute, out Uri? uri))
            {
                yield return new AptSource(uri, [words[2]], check);
            }
        }
    }

    /// <summary>Reads a <c>.sources</c> file.</summary>
    /// <exception cref="DamagedFormatException">It is no control file.</exception>
    public static IEnumerable<AptSource> ReadDeb822(ReadOnlyMemory<byte> bytes)
    {
        foreach (Deb822Paragraph paragraph in Deb822Reader.ReadAll(bytes))
        {
            if (paragraph["Enabled"] is { } enabled && Boolean(enabled) == false
                || !paragraph.Words("Types").Contains(BinaryType))
            {
                continue;
            }
            bool? check = paragraph["Check-Valid-Until"] is { } value ? Boolean(value) : null;
            ImmutableArray<string> suites = [.. paragraph.Words("Suites")];
            foreach (string word in paragraph.Words("URIs"))
            {
                if (Uri.TryCreate(word, UriKind.Absolute, out Uri? uri))
                {
                    yield return new AptSource(uri, suites, check);
                }
            }
        }
    }

    /// <summary>Apt's spellings of yes and no; null for anything else.</summary>
    internal static bool? Boolean(string value) => value.Trim().ToLowerInvariant() switch
    {
        "yes" or "true" or "with" or "on" or "enable" or "1" => true,
        "no" or "false" or "without" or "off" or "disable" or "0" => false,
        _ => null,
    };

    private static bool? Option(string[] options, string name) => options
        .Where(option => option.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
        .Select(option => Boolean(option[(name.Length + 1)..])).LastOrDefault();

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
