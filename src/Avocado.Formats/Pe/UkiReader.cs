using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>Reads unified kernel images and addons, whoever made them.</summary>
public sealed class UkiReader
{
    private const string Name = "unified kernel image";

    // The kernel takes a command line of some kilobytes; nobody writes a longer os-release or version either.
    private const int LargestText = 1 << 18;

    private readonly Content _file;

    private UkiReader(Content file, PeImage image)
    {
        _file = file;
        Image = image;
        int profile = image.Sections.ToList().FindIndex(s => s.Name == UkiSectionName.Profile);
        Base = profile < 0 ? image.Sections : image.Sections[..profile];
    }

    /// <summary>The file's headers.</summary>
    public PeImage Image { get; }

    /// <summary>The sections of the base profile: those in front of the first <c>.profile</c>.</summary>
    public ImmutableArray<PeSectionHeader> Base { get; }

    /// <summary>How many profiles there are; 0 when the image has none but its base.</summary>
    public int ProfileCount => Image.Sections.Count(s => s.Name == UkiSectionName.Profile);

    /// <summary>True when there is a kernel.</summary>
    public bool HasKernel => Find(UkiSectionName.Linux) is not null;

    /// <summary>True for an addon: a command line or device tree for another image, no kernel.</summary>
    public bool IsAddon => !HasKernel
        && (Find(UkiSectionName.CommandLine) is not null || Find(UkiSectionName.DeviceTree) is not null);

    /// <summary>The kernel command line of the base profile, without trailing white space; null without one.</summary>
    /// <exception cref="DamagedFormatException">It is too long or not UTF-8.</exception>
    public string? CommandLine => Text(UkiSectionName.CommandLine);

    /// <summary>The kernel's version; null without one.</summary>
    /// <exception cref="DamagedFormatException">It is too long or not UTF-8.</exception>
    public string? Uname => Text(UkiSectionName.Uname);

    /// <summary>The text of os-release; null without one.</summary>
    /// <exception cref="DamagedFormatException">It is too long or not UTF-8.</exception>
    public string? OsRelease => Text(UkiSectionName.OsRelease);

    /// <summary>Reads the headers; sections are read when they are asked for.</summary>
    /// <exception cref="DamagedFormatException">The file is no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image.</exception>
    public static UkiReader Read(Content file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new UkiReader(file, PeImage.Read(file));
    }

    /// <summary>The first section of the base profile with a name, or null.</summary>
    public PeSectionHeader? Find(string name)
    {
        foreach (PeSectionHeader section in Base)
        {
            if (section.Name == name)
            {
                return section;
            }
        }
        return null;
    }

    /// <summary>
    /// A stream over a section's bytes in the file, without padding: <see cref="PeSectionHeader.ContentSize"/> of
    /// them. The caller disposes it.
    /// </summary>
    public Stream Open(PeSectionHeader section) => ContentRange.Open(_file, section.RawOffset, section.ContentSize);

    /// <summary>The values of os-release by name, quotes removed; empty without one.</summary>
    /// <exception cref="DamagedFormatException">It is too long or not UTF-8.</exception>
    public ImmutableSortedDictionary<string, string> ReadOsRelease()
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string line in (OsRelease ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
            {
                values[line[..equals]] = Unquote(line[(equals + 1)..]);
            }
        }
        return values.ToImmutable();
    }

    private string? Text(string name)
    {
        if (Find(name) is not { } section)
        {
            return null;
        }
        if (section.ContentSize > LargestText)
        {
            throw new DamagedFormatException(Name, $"its section {name} is too long for text");
        }
        byte[] bytes = ContentRange.Read(_file, section.RawOffset, section.ContentSize);
        int end = bytes.AsSpan().IndexOf((byte)0);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(bytes, 0, end < 0 ? bytes.Length : end).TrimEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new DamagedFormatException(Name, $"its section {name} is not UTF-8");
        }
    }

    private static string Unquote(string value)
    {
        bool quoted = value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0];
        if (!quoted)
        {
            return value;
        }
        var plain = new StringBuilder(value.Length);
        for (int i = 1; i < value.Length - 1; i++)
        {
            // A backslash in double quotes takes the next character as it is (os-release(5)).
            if (value[i] == '\\' && value[0] == '"' && i + 1 < value.Length - 1)
            {
                i++;
            }
            plain.Append(value[i]);
        }
        return plain.ToString();
    }
}
