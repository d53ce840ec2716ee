namespace Avocado.Files.Diagnostics;

/// <content>054x: programs, their libraries, kernel modules and the initrd.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode MissingLibraries = new("AVO0540",
        "{0} cannot start, because they need what is not in the image:{1}",
        "A program or library names a library or a loader that no source of the image has.",
        "Add the package that has it, or remove the program.");

    public static readonly DiagnosticCode InitrdItemMissing = new("AVO0541",
        "the initrd needs {0}, which the root file system does not have; add the package that has it",
        "A program, unit, rule or file that the initrd is made of is not in any package of the project.",
        "Add the package that has it; do not leave out packages that the boot flow names.");

    public static readonly DiagnosticCode KernelModuleMissing = new("AVO0542",
        "the kernel {0} has no module '{1}', neither built in nor as a file{2}; correct the name in the board file",
        "A board or a project names a kernel module that this kernel does not have.",
        "Correct the name, or choose a kernel that has the module.");

    public static readonly DiagnosticCode KernelVersions = new("AVO0543",
        "the packages have modules of {0} kernels{1}, and an image boots one: name exactly one kernel package",
        "No kernel package, or more than one, is among the packages.",
        "Name exactly one kernel package.");

    public static readonly DiagnosticCode InitrdLibraryMissing = new("AVO0544",
        "the initrd's {0} ({1}) needs {2}, which the root file system does not have; add the package that has it",
        "A program of the initrd names a library that no package of the project has.",
        "Add the package that has the library.");
}
