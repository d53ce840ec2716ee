using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>
/// Lays out a unified kernel image: the stub of systemd-boot, then one PE section per part (UAPI.5), with the bytes
/// that systemd's ukify would write. The kernel and the initrd are read only when the segment is written.
/// </summary>
public static class UkiBuilder
{
    /// <summary>The image, unsigned.</summary>
    /// <param name="stub">systemd's <c>linux*.efi.stub</c>; at most 16 MiB.</param>
    /// <param name="sections">The parts in order, one <c>.linux</c> among them; <c>.sbat</c> is made here.</param>
    /// <exception cref="DamagedFormatException">The stub is damaged.</exception>
    /// <exception cref="AvocadoException">
    /// AVO0202: a signed or unusual stub, or a kernel that is no EFI executable. AVO0203: no room for a section.
    /// </exception>
    public static ISegment Build(Content stub, IReadOnlyList<UkiSection> sections)
    {
        ArgumentNullException.ThrowIfNull(stub);
        ArgumentNullException.ThrowIfNull(sections);
        var assembly = new PeAssembly(stub);
        if (sections.FirstOrDefault(s => s.Name == UkiSectionName.Linux) is not { } linux)
        {
            throw Codes.FormatLimit.Error("unified kernel image", "it has no .linux section; add the kernel");
        }
        if (sections.Any(s => s.Name == UkiSectionName.Sbat))
        {
            throw Codes.FormatLimit.Error("unified kernel image", "its .sbat is made from its parts; leave it out");
        }
        PeImage kernel = ReadKernel(linux.Content);
        foreach (UkiSection section in sections)
        {
            if (section == linux)
            {
                // Memory for the kernel's zero-initialised data: an old kernel runs where the section was loaded.
                long virtualSize = Math.Max(kernel.Optional.ImageSize, linux.Content.Size);
                assembly.Add(linux, virtualSize, PeSectionHeader.ReadableCode);
            }
            else
            {
                assembly.Add(section, section.Content.Size, PeSectionHeader.ReadableData);
            }
        }
        if ((kernel.Optional.DllCharacteristics & OptionalHeader.NxCompatible) == 0)
        {
            // Firmware that enforces the flag must not believe it of a kernel that cannot live with it.
            assembly.ClearNxCompatible();
        }
        Content sbat = SbatText.Merge(
            [.. SbatText.LinesOf(stub, assembly.Stub), .. SbatText.LinesOf(linux.Content, kernel), SbatText.UkiLine]);
        assembly.ReplaceOrAdd(new UkiSection(UkiSectionName.Sbat, sbat));
        return assembly.Build();
    }

    private static PeImage ReadKernel(Content kernel)
    {
        try
        {
            return PeImage.Read(kernel);
        }
        catch (DamagedFormatException error)
        {
            throw Codes.UnsupportedFormat.Error("kernel",
                error.Message + " (a compressed kernel must be decompressed; it needs CONFIG_EFI_STUB)");
        }
    }
}
