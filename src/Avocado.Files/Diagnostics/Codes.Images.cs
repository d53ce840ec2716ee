namespace Avocado.Files.Diagnostics;

/// <content>0580-0599: the finished image.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode LargerThanSlot = new("AVO0580",
        "what goes into partition '{0}' has {2} bytes, the partition {3}: set <{1}> to a larger size, or leave "
        + "something out (the sizes are permanent once devices are in the field)",
        "The root file system, the store, the boot files or the factory extensions outgrew their partition.",
        "Raise the size before the first device is made; later, make the content smaller.");

    public static readonly DiagnosticCode NoKernel = new("AVO0581",
        "the packages of the board have {0}; check the board's kernel and loader packages",
        "The board's kernel package, boot loader or UEFI stub is missing among the resolved packages.",
        "Set BoardKernelPackage and BoardPackage to packages that have it.");

    public static readonly DiagnosticCode NoKeyForUse = new("AVO0582",
        "no SigningKey has Use=\"{0}\", which {1}; add one",
        "A production build names its keys itself; one use has none.",
        "Add a SigningKey item for the use, or build with Configuration=Debug for development keys.");

    public static readonly DiagnosticCode UnknownBootFlow = new("AVO0583",
        "there is no boot flow '{0}', which the board {1} names; there is {2}",
        "A board file names a way to boot that this SDK does not have.",
        "Correct BoardBootFlow in the board's file.");

    public static readonly DiagnosticCode BaseImageUnusable = new("AVO0584",
        "the base image {0} cannot be used: {1}; name the disk image of an earlier release of this project and board, or "
        + "remove <BaseImage>",
        "BaseImage is no disk image of this SDK, is damaged, or is that of another product, board or geometry.",
        "Name the NAME-VERSION.img that was released, for this board and with the same partition sizes.");
}
