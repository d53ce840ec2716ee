namespace Avocado.Files.Diagnostics;

/// <content>0501-0549: overlays, packages, extensions and system setup.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode HostFolderMissing = new("AVO0501",
        "{0} names the folder or file '{1}', which does not exist; create it or correct the path",
        "An overlay, unit or publish folder was renamed, is not checked in, or its path is misspelt.",
        "Create the folder or correct the path in the project.");

    public static readonly DiagnosticCode SpecialHostFile = new("AVO0502",
        "{0} has '{1}', which is neither file, folder nor symbolic link; remove it",
        "A socket, pipe or device node lies in the folder.",
        "Remove it; what a device needs at run time is made by tmpfiles.d or the unit.");

    public static readonly DiagnosticCode BadHostName = new("AVO0503",
        "{0} has a file named '{1}', which cannot be in an image: names are UTF-8 without control characters, "
        + "at most 255 bytes; rename it",
        "The name has bytes that are no UTF-8, a control character, or is too long.",
        "Rename the file.");

    public static readonly DiagnosticCode NamesDifferInCase = new("AVO0504",
        "{0} has '{1}' and '{2}', which differ only in case and are one file on Windows and macOS; rename one",
        "Two names in one folder differ only in upper and lower case.",
        "Rename one of them, so that the project builds the same image on every host.");

    public static readonly DiagnosticCode BadHostLink = new("AVO0505",
        "{0} has the symbolic link '{1}' to '{2}', which means nothing on a device; use a path of the device",
        "The link's target is a path of this host, empty or too long.",
        "Link to a path as the device sees it, relative or from its root.");

    public static readonly DiagnosticCode UnreadableHostFile = new("AVO0506",
        "{0}: '{1}' cannot be read: {2}",
        "The file's permissions or another program keep the build from reading it.",
        "Make it readable for the user who builds.");

    public static readonly DiagnosticCode FileOutsideExtension = new("AVO0510",
        "extension {0} cannot carry {1} ({2}): {3}",
        "A sysext merges only /usr and /opt, a confext only /etc; anything else would silently be missing.",
        "Give the extension both types, install the file elsewhere, or put its source into the root file system.");

    public static readonly DiagnosticCode ExtensionShadows = new("AVO0511",
        "extension {0} would hide {1}: it comes from {2}, but {3} already has it from {4}; leave one of them out",
        "An extension merges over the root file system and other extensions; hiding their files breaks them unseen.",
        "Remove the file from the extension, or move its source to where the other is.");

    public static readonly DiagnosticCode ReservedExtensionFile = new("AVO0512",
        "extension {0} must not carry {1} ({2}): {3}",
        "The file decides what the device trusts or what it is, which only the signed boot chain and root may.",
        "Remove the file from the extension's sources.");

    public static readonly DiagnosticCode ExtensionNeedsAccount = new("AVO0513",
        "extension {0} needs the {1} '{2}' ({3}), which the root file system does not have; "
        + "declare a {4} item with that name and an id of its own",
        "/etc/passwd is part of the root file system and the same in every mode: extensions cannot add accounts.",
        "Add <DeviceUser> or <DeviceGroup> to the project, so that the id is pinned.");

    public static readonly DiagnosticCode NoOsRelease = new("AVO0520",
        "the root file system has no usable usr/lib/os-release ({0}); add the distribution's base package, such as "
        + "base-files",
        "The package that says which system this is was left out, or its file was replaced by another.",
        "Add the package back.");

    public static readonly DiagnosticCode AccountConflict = new("AVO0521",
        "the {0} '{1}' cannot have the id {2}: {3}",
        "Two accounts share a name or an id, or a user names a group that does not exist.",
        "Choose another name or id in the project.");

    public static readonly DiagnosticCode BadAccount = new("AVO0522",
        "{0} is not an account: {1}",
        "A DeviceUser, DeviceGroup or sysusers.d line has a name, home or shell that /etc/passwd cannot hold.",
        "Correct it; names are letters, digits, '_' and '-', paths are absolute and without ':'.");

    public static readonly DiagnosticCode NoFreeSystemId = new("AVO0523",
        "there is no free system id for '{0}'; pin one with a DeviceUser or DeviceGroup item",
        "sysusers.d files ask for more accounts than their range of ids has.",
        "Pin an id in the project or widen the range in sysusers.d.");

    public static readonly DiagnosticCode BadUnit = new("AVO0524",
        "{0} is not a unit that can be enabled: {1}",
        "A unit's name or its [Install] section is not what systemd reads.",
        "Correct the unit; systemd.unit(5) describes names and the [Install] section.");

    public static readonly DiagnosticCode AppHostMissing = new("AVO0530",
        "app {0} has no program '{1}' for Linux in '{2}'; publish it self-contained for {3}",
        "The app was published as a library, for another system, or under another assembly name.",
        "Set OutputType to Exe and let the image build publish the app.");

    public static readonly DiagnosticCode AppArchitecture = new("AVO0531",
        "app {0}: '{1}' is a program for another processor; publish it for {2}",
        "The publish folder holds the output for another board.",
        "Let the image build publish the app, or publish with the board's RuntimeIdentifier.");

    public static readonly DiagnosticCode AppNeedsRuntime = new("AVO0532",
        "app {0} needs a shared .NET runtime, which the image does not have; publish it self-contained",
        "The app was published with --no-self-contained.",
        "Let the image build publish the app, or set SelfContained to true.");
}
