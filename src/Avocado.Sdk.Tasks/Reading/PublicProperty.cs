using System.Collections.Immutable;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>A property that projects may set: the documentation and the tests use this one list.</summary>
/// <param name="Name">As projects write it.</param>
/// <param name="Default">What holds without it.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record PublicProperty(string Name, string Default, string Meaning)
{
    /// <summary>Every property, in the order of the documentation.</summary>
    public static ImmutableArray<PublicProperty> All { get; } =
    [
        new("Boards", "none; needed", "The boards to build for, with ';' between them."),
        new("Version", "1.0.0", "The image's version; its first '-' becomes '~' in IMAGE_VERSION."),
        new("ImageId", "the project's name in lower case", "IMAGE_ID, and the start of file names."),
        new("ImageSeed", "derived from ImageId", "A UUID from which every id in the image derives."),
        new("SecurityVersion", "1", "A whole number, raised when older images must not come back."),
        new("SupportPeriodEnd", "none", "The day support ends, as 2033-01-01."),
        new("GoodBootTries", "3", "How often a slot that was good may fail before the other one boots."),
        new("ImageCompression", "zstd:9", "zstd, lz4 or gzip, with a level from 1 (fast): zstd to 19, lz4 12, gzip 9."),
        new("ImageBlockSize", "256K", "A power of two from 4K to 1M: larger is smaller, and slower to read at random."),
        new("EspSize", "512M", "The EFI system partition. Permanent, as all sizes: later images must fit."),
        new("RootSize", "256M", "The root file system of one slot."),
        new("StoreSize", "256M", "The extensions of one slot."),
        new("FactorySize", "256M", "Extensions of modes that are not for production."),
        new("VarSize", "512M", "Free space for var; it grows with the disk."),
        new("BoardTpm", "as the board says", "required, or none to leave var unencrypted."),
        new("BaseImage", "none", "The disk image of the release to lay out after, for small updates: docs/updates-layout.md."),
        new("SourceDate", "as the packages say", "A time, such as 2026-01-31: no file of the image is newer."),
        new("DebianMirror", "as this host says", "The base address of an archive that replaces the feeds' own."),
        new("DebianSnapshots", "as apt.conf says", "The base address of a snapshot service like Debian's, asked last."),
        new("AvocadoLockFile", "avocado.lock.json beside the project", "The lock file."),
        new("AvocadoCacheFolder", "the user's cache folder", "Where packages and what is made of them are kept."),
        new("AvocadoCacheSize", "AVOCADO_CACHE_SIZE, or 10G", "What that folder may take; 0 for no bound."),
        new("AvocadoRemoteCache", "AVOCADO_REMOTE_CACHE, or none", "Address of a cache that machines share."),
        new("AvocadoRemoteCacheWrite", "false", "true puts what is made into the remote cache: for CI."),
        new("AvocadoCacheResults", "true", "false does every step of a build; packages still come from the cache."),
        new("AvocadoDevelopmentKeyFolder", "in the user's data folder", "Keys of Debug images without SigningKey items."),
        new("PublishTarget", "none", "What dotnet publish makes beside the plain release files."),
    ];
}
