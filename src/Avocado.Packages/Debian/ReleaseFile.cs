using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Debian;

/// <summary>What a suite's release file says (the part that decides what is loaded).</summary>
public sealed class ReleaseFile
{
    private const string Format = "Release file";

    // RFC 1123 with the zone names archives write; single-digit days come without their zero.
    private static readonly string[] DateFormats =
        ["ddd, d MMM yyyy H:mm:ss 'UTC'", "ddd, d MMM yyyy H:mm:ss 'GMT'", "ddd, d MMM yyyy H:mm:ss +0000"];

    private readonly FrozenDictionary<string, ReleaseItem> _items;

    private ReleaseFile(Deb822Paragraph paragraph, FrozenDictionary<string, ReleaseItem> items)
    {
        _items = items;
        Suite = paragraph["Suite"];
        Codename = paragraph["Codename"];
        Date = ParseDate(paragraph.Require("Date"));
        ValidUntil = paragraph["Valid-Until"] is { Length: > 0 } end ? ParseDate(end) : null;
        Architectures = [.. paragraph.Words("Architectures")];
        Components = [.. paragraph.Words("Components")];
        HasByHash = string.Equals(paragraph["Acquire-By-Hash"], "yes", StringComparison.OrdinalIgnoreCase);
        HasIndexForAll = Architectures.Contains("all")
            && !paragraph.Words("No-Support-for-Architecture-all").Contains("Packages");
    }

    /// <summary>The role, such as "stable".</summary>
    public string? Suite { get; }

    /// <summary>The name, such as "trixie".</summary>
    public string? Codename { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Date { get; }

    /// <summary>After when it must not be used any more; null when it says nothing.</summary>
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>The processors it has packages for.</summary>
    public ImmutableArray<string> Architectures { get; }

    /// <summary>Its components.</summary>
    public ImmutableArray<string> Components { get; }

    /// <summary>True when indexes can be had by their digests, which never mixes two generations.</summary>
    public bool HasByHash { get; }

    /// <summary>True when packages for all architectures have an index of their own.</summary>
    public bool HasIndexForAll { get; }

    /// <summary>Reads the signed text of an InRelease file.</summary>
    /// <exception cref="DamagedFormatException">It is no release file.</exception>
    public static ReleaseFile Parse(ReadOnlyMemory<byte> text)
    {
        ImmutableArray<Deb822Paragraph> paragraphs = Deb822Reader.ReadAll(text);
        if (paragraphs.Length != 1)
        {
            throw new DamagedFormatException(Format, "it has not exactly one paragraph");
        }
        var items = new Dictionary<string, ReleaseItem>(StringComparer.Ordinal);
        foreach (string line in paragraphs[0].Lines("SHA256"))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 3 || !Sha256Digest.TryParse(words[0], out Sha256Digest digest)
                || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            {
                throw new DamagedFormatException(Format, $"'{line}' is no digest, size and name");
            }
            items[words[2]] = new ReleaseItem(words[2], size, digest);
        }
        return new ReleaseFile(paragraphs[0], items.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>
    /// A file of the suite by its path below the suite's folder; null when the release does not list it.
    /// </summary>
    public ReleaseItem? Find(string path) => _items.GetValueOrDefault(path);

    private static DateTimeOffset ParseDate(string text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)
            ? date
            : throw new DamagedFormatException(Format, $"'{text}' is no date");
}
