using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>
/// Lays out a systemd addon: a small signed file beside a unified kernel image whose command line is appended to
/// the image's own.
/// </summary>
public static class AddonBuilder
{
    /// <summary>The addon, unsigned.</summary>
    /// <param name="stub">systemd's <c>addon*.efi.stub</c>.</param>
    /// <param name="commandLine">What to append to the kernel command line.</param>
    /// <param name="uname">When given, the addon is ignored by images of another kernel.</param>
    /// <exception cref="DamagedFormatException">The stub is damaged.</exception>
    /// <exception cref="AvocadoException">AVO0202, AVO0203: as for an image.</exception>
    public static ISegment Build(Content stub, string commandLine, string? uname = null)
    {
        ArgumentNullException.ThrowIfNull(stub);
        ArgumentException.ThrowIfNullOrEmpty(commandLine);
        var assembly = new PeAssembly(stub);
        Add(assembly, UkiSectionName.CommandLine, commandLine);
        if (uname is not null)
        {
            Add(assembly, UkiSectionName.Uname, uname);
        }
        // An addon carries only its own line: revoking a stub must not take addons with it.
        assembly.ReplaceOrAdd(new UkiSection(UkiSectionName.Sbat, SbatText.Merge([SbatText.AddonLine])));
        return assembly.Build();
    }

    private static void Add(PeAssembly assembly, string name, string text) => assembly.Add(
        new UkiSection(name, Content.Text(text)), Encoding.UTF8.GetByteCount(text), PeSectionHeader.ReadableData);
}
