using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Debian;

/// <summary>Reads a Packages index, keeping what choosing and loading packages needs.</summary>
internal static class PackagesReader
{
    private const string Format = "Packages index";

    private static readonly string[] Wanted =
    [
        "Package", "Version", "Architecture", "Filename", "Size", "SHA256",
        "Pre-Depends", "Depends", "Provides", "Conflicts", "Breaks",
    ];

    /// <summary>Reads every package for <paramref name="architecture"/> or "all".</summary>
    /// <exception cref="DamagedFormatException">The index does not follow its format.</exception>
    public static IEnumerable<PackageRecord> Read(Stream stream, string feed, string suite, string architecture)
    {
        var reader = new Deb822Reader(stream, Wanted);
        while (reader.Next() is { } paragraph)
        {
            string name = paragraph.Require("Package");
            string processor = paragraph.Require("Architecture");
            if (processor != architecture && processor != "all")
            {
                continue;
            }
            string version = paragraph.Require("Version");
            if (!RelationParser.IsName(name) || !DebianVersion.IsValid(version)
                || !long.TryParse(paragraph["Size"], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                || !Sha256Digest.TryParse(paragraph["SHA256"], out Sha256Digest digest))
            {
                throw new DamagedFormatException(
                    Format, $"the paragraph of '{name}' lacks a good version, size or SHA256");
            }
            yield return new PackageRecord
            {
                Name = name,
                Version = new DebianVersion(version),
                Architecture = processor == "all" ? "all" : architecture,
                Feed = feed,
                Suite = suite,
                Path = CheckPath(paragraph.Require("Filename")),
                Size = size,
                Sha256 = digest,
                PreDependsText = paragraph["Pre-Depends"],
                DependsText = paragraph["Depends"],
                ProvidesText = paragraph["Provides"],
                ConflictsText = paragraph["Conflicts"],
                BreaksText = paragraph["Breaks"],
            };
        }
    }

    /// <summary>A path that, joined to a base, stays below it.</summary>
    internal static string CheckPath(string path)
    {
        foreach (string part in path.Split('/'))
        {
            if (part is ".." || part.Contains('\\') || part.AsSpan().ContainsAnyInRange('\0', ' '))
            {
                throw new DamagedFormatException(Format, $"the path '{path}' leaves the archive");
            }
        }
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..]
            : path.StartsWith('/') ? throw new DamagedFormatException(Format, $"the path '{path}' leaves the archive")
            : path;
    }
}
