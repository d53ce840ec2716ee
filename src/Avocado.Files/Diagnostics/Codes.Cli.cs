namespace Avocado.Files.Diagnostics;

/// <content>07xx: the tool.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode UnknownImage = new("AVO0701",
        "the file is no image that this tool reads: {0}",
        "The file is none of disk image, extension image (.raw), EFI executable, SquashFS and initrd.",
        "Give the image itself: unpack it first when it is compressed.");

    public static readonly DiagnosticCode NoSecureBootCertificates = new("AVO0702",
        "the folder {0} has no db.der: give the folder secure-boot beside a built image, or certificates with --key",
        "The folder is not one of Secure Boot certificates.",
        "Name the right folder.");

    public static readonly DiagnosticCode NoTreeFiles = new("AVO0703",
        "there is no tree file at {0}: give a .tree file, or the folder obj/CONFIGURATION/BOARD/image that has them",
        "The path is misspelt, or the image was not built on this machine.",
        "Name the right file or folder, or leave --tree out for sizes by folder.");

    public static readonly DiagnosticCode FileTooSparse = new("AVO0704",
        "{0} was not read: {1} bytes unpacked are more than this tool reads of one image",
        "A file system claims files that are far larger than itself.",
        "Nothing, when the image is meant to be so; else do not trust it.");

    public static readonly DiagnosticCode ImageNotCompared = new("AVO0705",
        "{0} cannot be compared: {1}",
        "One of the two images is damaged, or has a feature that this tool does not read.",
        "Run avocado inspect on that image; build or fetch it again.");

    public static readonly DiagnosticCode ImagesOfDifferentKinds = new("AVO0706",
        "{0} is a {1}, {2} is a {3}: give two images of the same kind",
        "A disk image was compared with one of its parts, or with another file.",
        "Name two disk images, two extension images, two EFI executables, two file systems or two initrds.");

    public static readonly DiagnosticCode NoProjectToRebuild = new("AVO0707",
        "no image project belongs to {0}: {1}",
        "What was named is no project, no folder with one project, and no image in a project's bin folder.",
        "Name the .csproj file of the image.");

    public static readonly DiagnosticCode RebuildFailed = new("AVO0708",
        "the build in {0} failed: {1}",
        "The project does not build from a copy of its sources, or not at all.",
        "Build it in its own folder first. When it needs files of other folders, name one that has all: --sources.");

    public static readonly DiagnosticCode BadCacheSize = new("AVO0710",
        "'{0}' in AVOCADO_CACHE_SIZE is no size: give one such as 10G, or 0 for no bound",
        "The environment variable has another unit, or a fraction.",
        "Write a whole number, with K, M or G for powers of 1024.");
}
