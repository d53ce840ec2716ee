using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Images.Model;

namespace Avocado.Images.Boot;

/// <summary>
/// How a kind of board starts: which of two slots is selected, how tries are counted and a good boot is blessed, how a
/// boot mode is chosen, and what the firmware trusts. Everything that differs between UEFI and other boot chains is
/// behind this interface; the root file system, extensions and store do not know it.
/// </summary>
public interface IBootFlow
{
    /// <summary>The name that board files use: "uefi".</summary>
    string Name { get; }

    /// <summary>Packages' files that are input of the build and never part of a root file system.</summary>
    IReadOnlyList<UnixPath> InputFolders { get; }

    /// <summary>Count and bless: the units and programs that reset the counter after a good boot.</summary>
    IEnumerable<Entry> RootEntries(ImageProject project);

    /// <summary>Kernel, initrd and command line as one signed image, and an addon for every other mode.</summary>
    BootImages CreateImages(BootInputs inputs, CancellationToken cancellation);

    /// <summary>Select: the boot partition with the slot's image and its count of tries.</summary>
    /// <param name="project">Seed, source date and size of the partition.</param>
    /// <param name="image">The finished boot image.</param>
    /// <param name="loader">The finished loader.</param>
    /// <param name="addons">The finished mode addons by mode.</param>
    ISegment LayOutBootPartition(
        ImageProject project, Content image, Content loader, IReadOnlyDictionary<string, Content> addons);
}
