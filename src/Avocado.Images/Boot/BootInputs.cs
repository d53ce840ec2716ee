using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;

namespace Avocado.Images.Boot;

/// <summary>What a boot image is made from.</summary>
/// <param name="Project">Name, version and modes.</param>
/// <param name="Packages">The board's boot packages: kernel, loader, stubs.</param>
/// <param name="Kernel">The kernel image.</param>
/// <param name="KernelVersion">As uname says it.</param>
/// <param name="Initrd">The finished initrd.</param>
/// <param name="OsRelease">The root's os-release.</param>
/// <param name="CommandLine">The command line of the default mode.</param>
/// <param name="Keys">Who signs.</param>
public sealed record BootInputs(
    ImageProject Project,
    FileTree Packages,
    Content Kernel,
    string KernelVersion,
    Content Initrd,
    Content OsRelease,
    string CommandLine,
    ImageKeys Keys);
