namespace Avocado.Files.Diagnostics;

/// <content>0001-0099: what a project file says, and how the SDK is called.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode SdkTooOld = new("AVO0001",
        "the .NET SDK {0} is too old to build a device image: install {1} or later",
        "Boards are target-framework aliases, which older .NET SDKs do not know.",
        "Install a newer .NET SDK, or correct the version in global.json.");

    public static readonly DiagnosticCode UnknownDevice = new("AVO0002",
        "there is no device '{0}': choose one of {1} (dotnet run --list-devices)",
        "dotnet run --device names a device that is not there.",
        "List the devices and choose one.");

    public static readonly DiagnosticCode NoImageYet = new("AVO0003",
        "there is no image {0}: build it first (dotnet build)",
        "dotnet run --no-build or dotnet publish --no-build needs the image of an earlier build.",
        "Leave --no-build out, or build the same configuration and board before.");

    public static readonly DiagnosticCode NoSuchPublishTarget = new("AVO0004",
        "this version of the SDK has no publish target '{0}': publish without one for the image and its checksums",
        "dotnet publish -p:target=... (or -p:PublishTarget=...) names something that this version cannot make.",
        "Leave the property out, or use a version of the SDK that has it.");

    public static readonly DiagnosticCode NoBoard = new("AVO0005",
        "the project names no board: set <Boards>, for example to {0}",
        "An image is built for at least one board.",
        "Add <Boards> to a PropertyGroup of the project.");

    public static readonly DiagnosticCode UnknownBoard = new("AVO0006",
        "the board '{0}' is not known; known boards are {1}",
        "A board is a file boards/NAME.props of the SDK, of the project, or properties of a NuGet package.",
        "Correct the name, add the board's file, or reference the package that has it.");

    public static readonly DiagnosticCode BoardNotInProject = new("AVO0007",
        "'{0}' is not one of this project's boards ({1}): -f and the global property TargetFramework choose a board",
        "The build was called with a target framework that is not in <Boards>; building a whole solution with -f " +
        "gives it to every project.",
        "Name one of the project's boards, or leave -f out.");

    public static readonly DiagnosticCode TargetFrameworkWritten = new("AVO0008",
        "TargetFramework '{0}' means nothing in an image project: remove it and name boards in <Boards>",
        "The project file sets TargetFramework itself.",
        "Remove the property; apps keep theirs in their own projects.");

    public static readonly DiagnosticCode IncompleteBoard = new("AVO0009",
        "the board '{0}' is incomplete: {1} is '{2}', expected {3}",
        "A board's file leaves out a property or gives it an unknown value.",
        "Correct the board's file.");

    public static readonly DiagnosticCode BadImageId = new("AVO0010",
        "the image id '{0}' cannot be used: write a lower case letter or digit, then letters, digits, '-', '.' or " +
        "'_', at most 64; set <ImageId> when the project's name does not fit",
        "The id becomes IMAGE_ID in os-release, file names and partition labels.",
        "Set <ImageId> to a name of that form.");

    public static readonly DiagnosticCode BadVersion = new("AVO0011",
        "the version '{0}' cannot be used: write {1}",
        "The version becomes IMAGE_VERSION and part of file names; '+' and '_' have a meaning there, because boot " +
        "counting and versions are parsed from names.",
        "Use numbers and dots, and '-' before a pre-release part.");

    public static readonly DiagnosticCode BadValue = new("AVO0012",
        "{0} is '{1}', expected {2}",
        "A property or metadata has a value that cannot be read.",
        "Correct the value.");

    public static readonly DiagnosticCode MissingValue = new("AVO0013",
        "{0} '{1}' needs {2}",
        "An item leaves out metadata that it cannot do without.",
        "Add the metadata.");

    public static readonly DiagnosticCode UnknownMetadata = new("AVO0014",
        "{0} has no metadata '{1}'{2}",
        "A misspelt attribute would otherwise be ignored silently.",
        "Correct the name.");

    public static readonly DiagnosticCode BadName = new("AVO0015",
        "'{1}' cannot name a {0}: write {2}",
        "Names become file names, unit names and parts of command lines on the device.",
        "Choose a name of that form.");

    public static readonly DiagnosticCode GlobbingName = new("AVO0016",
        "'{1}' in a {0} would be expanded to files of the project folder, and silently to nothing: write the names out",
        "MSBuild expands '*' and '?' in an Include before the SDK sees it.",
        "Name each one.");

    public static readonly DiagnosticCode DuplicateItem = new("AVO0017",
        "the {0} '{1}' is there twice",
        "Two items of one kind have the same name.",
        "Remove or rename one of them.");

    public static readonly DiagnosticCode UnknownExtension = new("AVO0018",
        "{0} '{1}' names the extension '{2}', which the project does not have{3}",
        "Into and Extensions name SystemExtension items.",
        "Correct the name, or add <SystemExtension Include=\"...\" />.");

    public static readonly DiagnosticCode MissingInput = new("AVO0019",
        "{0} '{1}' does not exist: no {2} at {3}",
        "An item names something that is not on this machine; paths are relative to the project.",
        "Correct the path, or make what is missing.");

    public static readonly DiagnosticCode NoDefaultMode = new("AVO0020",
        "no boot mode is the default: add Default=\"true\" to one of {0}",
        "With several boot modes one must be what the device boots when nothing else is said.",
        "Mark one BootMode.");

    public static readonly DiagnosticCode SeveralDefaultModes = new("AVO0021",
        "'{0}' and '{1}' are both the default boot mode",
        "Only one boot mode can be what the device boots when nothing else is said.",
        "Remove Default from all but one.");

    public static readonly DiagnosticCode NoFeed = new("AVO0022",
        "the project has no package feed: add <PackageFeed Include=\"debian\" Type=\"deb\" Suite=\"trixie\" />",
        "The base system is made from packages.",
        "Add a PackageFeed.");

    public static readonly DiagnosticCode ReleaseNeedsKeys = new("AVO0023",
        "a Release image needs keys of its own; none is given for {0}: add <SigningKey Include=\"...\" Uri=\"...\" " +
        "Certificate=\"...\" Use=\"{0}\" />, or build Debug to use your development keys",
        "Development keys lie unprotected on developers' machines: no released device may trust them.",
        "Make keys for the product and name them in SigningKey items.");

    public static readonly DiagnosticCode DuplicateKeyUse = new("AVO0024",
        "the keys '{0}' and '{1}' both say Use=\"{2}\"",
        "Each use has one key.",
        "Remove the use from one of them.");

    public static readonly DiagnosticCode HostFailure = new("AVO0025",
        "this machine refused: {0}",
        "A file or folder could not be read or written: rights, a full disk, or another program that holds it.",
        "Remove the cause and build again.");

    public static readonly DiagnosticCode AppNotPublished = new("AVO0026",
        "the app {0} was not published",
        "The app's project was built but gave no publish folder; it does not use Microsoft.NET.Sdk, or it builds a " +
        "library.",
        "Reference a project with OutputType Exe.");

    public static readonly DiagnosticCode MissingKeyUse = new("AVO0027",
        "no SigningKey says Use=\"{0}\": add it, or remove all SigningKey items to use your development keys",
        "A project that brings keys of its own must bring all of them.",
        "Name a key for the use.");

    public static readonly DiagnosticCode BaseImageMissing = new("AVO0028",
        "the base image '{0}' does not exist: no file at {1}; fetch that release's disk image, or remove <BaseImage> for "
        + "the layout without a base",
        "BaseImage names the disk image of an earlier release, which is not on this machine; paths are relative to the "
        + "project. Without it the image would have other bytes, and updates to it would not be small.",
        "Fetch the image that the lock file names, to where BaseImage says.");
}
