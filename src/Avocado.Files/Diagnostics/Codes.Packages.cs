namespace Avocado.Files.Diagnostics;

/// <content>03xx: feeds, packages and the lock file.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode BadFeed = new("AVO0301",
        "the package feed '{0}' cannot be used: {1}",
        "A PackageFeed item lacks what its type needs, or two feeds have one name.",
        "Correct the item: Type=\"deb\" needs Suite; Components is 'main' unless given.");

    public static readonly DiagnosticCode BadPackageName = new("AVO0302",
        "'{0}' is not the name of a package: names have lower-case letters, digits, '+', '-' and '.'",
        "A FeedPackage item has a glob, a version, an upper-case letter or a path as its name.",
        "Write the plain name of one package per item.");

    public static readonly DiagnosticCode UnknownPackage = new("AVO0303",
        "no feed has a package '{0}' for {1}{2}",
        "The name is misspelt, or the suite or component of the feed does not have it.",
        "Correct the name, or add the component or feed that has it.");

    public static readonly DiagnosticCode UnsatisfiedDependency = new("AVO0304",
        "{0} cannot be installed: it needs '{1}', but {2}; it is there because: {3}",
        "The feeds do not have a package that another one needs, or only in a version that does not fit.",
        "Add the feed or suite that has it, or leave it out (ExcludedPackages) when the image does not need it.");

    public static readonly DiagnosticCode PackageConflict = new("AVO0305",
        "{0} and {1} cannot be in one image: {2}; the first is there because: {3}; the second because: {4}",
        "Two packages refuse each other.",
        "Ask for one of them only.");

    public static readonly DiagnosticCode NoMirror = new("AVO0306",
        "no archive has the suite {1} of feed '{0}': {2}",
        "The suite is misspelt, the network is down, or this host has no apt sources and names no snapshot archive.",
        "Check Suite and the network. On a host without apt set DebianMirror or DebianSnapshots, in the project or as an "
        + "environment variable, or give the feed a Uri.");

    public static readonly DiagnosticCode BadReleaseSignature = new("AVO0307",
        "the release file {0} is not signed by a trusted key: {1}",
        "The mirror was changed by somebody else, or the archive signs with a key this SDK does not know.",
        "Use another mirror, or give the feed the archive's keyring in Keyring.");

    public static readonly DiagnosticCode ExpiredRelease = new("AVO0308",
        "the release file {0} is out of date: {1}",
        "The mirror is not updated any more, somebody replays old files, or this host's clock is wrong.",
        "Use another mirror or correct the clock.");

    public static readonly DiagnosticCode ReleaseMismatch = new("AVO0309",
        "the release file {0} does not fit the feed '{1}': {2}",
        "The mirror answers with another suite, or the suite lacks the architecture or component.",
        "Correct Suite, Components or Uri of the feed.");

    public static readonly DiagnosticCode IndexMismatch = new("AVO0310",
        "the index {0} is not what the signed release file says: {1}",
        "The mirror was being updated, or a proxy or somebody else changed the file.",
        "Try again in a few minutes or use another mirror.");

    public static readonly DiagnosticCode PackageMismatch = new("AVO0311",
        "the archive of {0} from {1} is not the locked one: {2}",
        "The file was changed on its way or on the mirror.",
        "Use another mirror. If the archive itself replaced the file, run dotnet restore --force-evaluate.");

    public static readonly DiagnosticCode VanishedPackage = new("AVO0312",
        "{0} {1} is locked, but no archive of feed '{2}' has it any more ({3}); "
        + "renew the lock: dotnet restore --force-evaluate",
        "Distributions remove a version when a newer one comes.",
        "Run dotnet restore --force-evaluate and check in the new lock file, or use a mirror that keeps versions.");

    public static readonly DiagnosticCode LockMissing = new("AVO0313",
        "the lock file {0} has no section for {1}, and locked mode (RestoreLockedMode) does not make one; "
        + "run dotnet restore without it",
        "The lock file was not checked in, or a board was added.",
        "Run dotnet restore once without locked mode and check in the lock file.");

    public static readonly DiagnosticCode LockDiffers = new("AVO0314",
        "the lock file {0} does not fit the project for {1}: {2}; renew it: dotnet restore --force-evaluate",
        "The project or the .NET SDK changed after the lock file was written, and locked mode refuses that.",
        "Run dotnet restore --force-evaluate and check in the new lock file, or undo the change.");

    public static readonly DiagnosticCode LockDamaged = new("AVO0315",
        "the lock file {0} cannot be read: {1}; restore it from version control or delete it",
        "The file was edited by hand, left with merge marks, or written by a newer SDK.",
        "Restore the file, or delete it and run dotnet restore.");

    public static readonly DiagnosticCode DownloadFailed = new("AVO0316",
        "{0} cannot be downloaded: {1}",
        "The network or the server failed.",
        "Check the network and try again; what was loaded so far is kept.");

    public static readonly DiagnosticCode BadKeyring = new("AVO0317",
        "the keyring {0} cannot be used: {1}",
        "SignedBy names a file that is no OpenPGP keyring or has no RSA key.",
        "Give a file of public keys as 'gpg --export' writes it, armored or not.");

    public static readonly DiagnosticCode MissingDlopenLibrary = new("AVO0318",
        "{0} loads {1} at run time and requires it, but no package of the feeds has that library",
        "A program names a library in its .note.dlopen that the feeds do not have.",
        "Add the feed that has it, or leave the library's package out with ExcludedPackages.");

    public static readonly DiagnosticCode BadCache = new("AVO0319",
        "the cache {0} cannot be used: {1}",
        "The folder cannot be written, or another process holds a file in it for minutes.",
        "Make the folder writable or name another one; end the process that holds it.");

    public static readonly DiagnosticCode BadAptConfiguration = new("AVO0320",
        "the apt configuration {0} cannot be read: {1}; give the feed a Uri",
        "A file under the host's apt configuration does not follow its format.",
        "Correct the file, or give the feed a Uri so that the host's configuration is not read.");

    public static readonly DiagnosticCode LockUnwritable = new("AVO0321",
        "the lock file {0} cannot be written: {1}",
        "The project's folder is read-only, or the disk is full.",
        "Make the folder writable; where it must stay as it is, check in a lock file that fits and use locked mode.");

    public static readonly DiagnosticCode BadRemoteCache = new("AVO0322",
        "the address in {0} is not one of a remote cache: {1}",
        "The property AvocadoRemoteCache, or the environment variable AVOCADO_REMOTE_CACHE, has another form.",
        "Write an http or https address without query, below which cas/ and ac/ lie; user and password may be in it.");

    public static readonly DiagnosticCode BaseImageDiffers = new("AVO0323",
        "BaseImage is {0}, the lock file {1} has {2} for {3}: put that image there, or renew the lock: "
        + "dotnet restore --force-evaluate",
        "Another release is the base now, its file was replaced, or BaseImage depends on the configuration: one lock is "
        + "for all configurations, and so is the base.",
        "Put the locked image back, or run dotnet restore --force-evaluate and check in the new lock file. To keep the "
        + "packages as they are, remove \"base\" from the board's section of the lock file and run dotnet restore.");
}
