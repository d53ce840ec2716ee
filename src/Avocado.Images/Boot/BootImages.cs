using System.Collections.Immutable;
using Avocado.Formats.Segments;

namespace Avocado.Images.Boot;

/// <summary>Signed images, laid out but not yet written.</summary>
/// <param name="Name">File name of the boot image, without its counter: "gateway_1.0.0.efi".</param>
/// <param name="Image">Kernel, initrd and command line.</param>
/// <param name="Loader">The boot loader.</param>
/// <param name="Addons">One for every mode but the default one, by mode.</param>
public sealed record BootImages(
    string Name, ISegment Image, ISegment Loader, ImmutableSortedDictionary<string, ISegment> Addons);
