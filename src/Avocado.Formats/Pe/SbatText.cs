using System.Text;
using Avocado.Files;

namespace Avocado.Formats.Pe;

/// <summary>
/// SBAT metadata: comma-separated lines, one per component with its generation, under one header line. A merged
/// image carries the lines of all its parts, so that each of them can be revoked.
/// </summary>
internal static class SbatText
{
    private const string Header = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md";

    /// <summary>The line that marks a unified kernel image.</summary>
    public const string UkiLine =
        "uki,1,UKI,uki,1,https://uapi-group.org/specifications/specs/unified_kernel_image/";

    /// <summary>The line that marks an addon.</summary>
    public const string AddonLine =
        "uki-addon,1,UKI Addon,addon,1,https://www.freedesktop.org/software/systemd/man/latest/systemd-stub.html";

    // A component's metadata is a few hundred bytes; firmware refuses what does not fit into a page anyway.
    private const int LargestSection = 1 << 16;

    /// <summary>The component lines of a file's section; none without one, or when it is not SBAT.</summary>
    public static IReadOnlyList<string> LinesOf(Content file, PeImage image)
    {
        if (image.Find(UkiSectionName.Sbat) is not { } section || section.ContentSize > LargestSection)
        {
            return [];
        }
        byte[] bytes = ContentRange.Read(file, section.RawOffset, section.ContentSize);
        int end = bytes.AsSpan().IndexOf((byte)0);
        string[] lines = Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 && lines[0].StartsWith("sbat,", StringComparison.Ordinal) ? lines[1..] : [];
    }

    /// <summary>The section: the header line, the lines given, a NUL.</summary>
    public static Content Merge(IEnumerable<string> lines) =>
        Content.Text(string.Join('\n', [Header, .. lines]) + "\n\0");
}
