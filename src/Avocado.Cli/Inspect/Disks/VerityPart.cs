namespace Avocado.Cli.Inspect.Disks;

/// <summary>A partition's place in a file system that dm-verity protects.</summary>
internal enum VerityPart
{
    /// <summary>The file system itself.</summary>
    Data,

    /// <summary>The hash tree.</summary>
    Hash,

    /// <summary>The signature over the root hash.</summary>
    Signature,
}
