namespace Avocado.Files.Diagnostics;

/// <content>02xx: what is read from outside is damaged or hostile.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode DamagedFormat = new("AVO0201",
        "damaged {0}: {1}",
        "A file that was read does not follow its format: truncated, changed or made to harm.",
        "Get the file again from its source and compare its checksum.");

    public static readonly DiagnosticCode UnsupportedFormat = new("AVO0202",
        "{0} not supported: {1}",
        "A file follows its format but uses a feature this SDK does not read.",
        "Use another form of the file.");

    public static readonly DiagnosticCode FormatLimit = new("AVO0203",
        "{0} cannot hold this: {1}",
        "Something is larger than the format that should carry it allows.",
        "Make it smaller or split it.");

    public static readonly DiagnosticCode BaseDiffers = new("AVO0204",
        "nothing can keep its place in the base image: it has {0}, this project asks for {1}",
        "The base image's file systems are compressed otherwise, or in blocks of another size, than the project says.",
        "Set ImageCompression and ImageBlockSize as in the release that is the base, or build without BaseImage.");
}
