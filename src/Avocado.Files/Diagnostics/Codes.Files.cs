namespace Avocado.Files.Diagnostics;

/// <content>01xx: paths and trees.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode BadPath = new("AVO0101",
        "the path '{0}' cannot be in an image: use relative UTF-8 names of at most 255 bytes without '..'",
        "An archive or a project file names a path that leaves the image, is too long or is not UTF-8.",
        "Correct the path; a package with such a path is damaged or hostile.");

    public static readonly DiagnosticCode PathCollision = new("AVO0102",
        "both {1} and {2} put something at {0}; remove one, or use an overlay that says Replace=\"true\"",
        "Two sources own the same path with different content.",
        "Leave one of them out, or replace it on purpose.");

    public static readonly DiagnosticCode ParentIsNoDirectory = new("AVO0103",
        "{0} ({1}) cannot be placed: {2} ({3}) is not a directory",
        "One source has a file where another needs a folder.",
        "Move one of the two.");

    public static readonly DiagnosticCode InputChanged = new("AVO0104",
        "the input {0} cannot be read as it was when the build began: {1}; build again",
        "A file was changed, removed or made unreadable during the build.",
        "Build again when nothing else writes to the folder.");
}
