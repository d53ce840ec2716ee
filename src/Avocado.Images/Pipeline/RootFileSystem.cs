using Avocado.Files;
using Avocado.Images.Modules;

namespace Avocado.Images.Pipeline;

/// <summary>The root file system as data, with what came along for the boot image.</summary>
/// <param name="Tree">The finished tree.</param>
/// <param name="BootPackages">The board's boot packages, composed: loader, stubs, kernel.</param>
/// <param name="Kernel">The kernel image.</param>
/// <param name="Modules">The kernel's modules.</param>
internal sealed record RootFileSystem(FileTree Tree, FileTree BootPackages, Content Kernel, KernelModules Modules);
