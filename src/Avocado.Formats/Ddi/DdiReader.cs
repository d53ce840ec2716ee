using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Ddi;

/// <summary>
/// A discoverable disk image that was read: which partitions it has and what its verity pair and signature say.
/// Reading checks structure; <see cref="Verify"/> checks the bytes; who signed is the Signing room's question.
/// </summary>
public sealed class DdiReader
{
    private const string FormatName = "disk image";
    private const long MaxSignatureLength = 4 << 20;

    private readonly GptReader _gpt;

    private DdiReader(GptReader gpt, ArchitectureTypes architecture, DiscoverableTypes types)
    {
        _gpt = gpt;
        Architecture = architecture;
        IsUsr = types == architecture.Usr;
        Data = Single(types.Data) ?? throw new DamagedFormatException(FormatName, "there is no data partition");
        Verity = Single(types.Verity);
        SignaturePartition = Single(types.Signature);
        if (Verity is { } verity)
        {
            RootHash = SeededIds.RootHash(Data.Id, verity.Id);
        }
        if (SignaturePartition is { } partition)
        {
            Signature = ReadSignature(partition);
        }
    }

    /// <summary>The partition table.</summary>
    public GptDisk Disk => _gpt.Disk;

    /// <summary>What is wrong with the backup partition table; null when it agrees.</summary>
    public string? BackupProblem => _gpt.BackupProblem;

    /// <summary>The architecture whose partition types the image uses.</summary>
    public ArchitectureTypes Architecture { get; }

    /// <summary>True when the image has a /usr partition, false for a root partition.</summary>
    public bool IsUsr { get; }

    /// <summary>The file system's partition.</summary>
    public GptPartition Data { get; }

    /// <summary>The hash tree's partition; null when there is none.</summary>
    public GptPartition? Verity { get; }

    /// <summary>The signature's partition; null when there is none.</summary>
    public GptPartition? SignaturePartition { get; }

    /// <summary>The root hash that the ids of the verity pair spell; null without a hash tree.</summary>
    public Sha256Digest? RootHash { get; }

    /// <summary>The signature, which is over <see cref="RootHash"/>; null when there is none. Not verified.</summary>
    public VeritySignature? Signature { get; }

    /// <summary>Reads the partition table and the signature.</summary>
    /// <param name="image">Seekable, the image's first byte at position 0; stays the caller's.</param>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: damaged, or no image of one root or /usr.</exception>
    public static DdiReader Read(Stream image)
    {
        GptReader gpt = GptReader.Read(image);
        DdiReader? found = null;
        foreach (ArchitectureTypes architecture in PartitionTypes.Architectures)
        {
            foreach (DiscoverableTypes types in new[] { architecture.Root, architecture.Usr })
            {
                Guid[] wanted = [types.Data, types.Verity, types.Signature];
                if (gpt.Disk.Partitions.Any(p => wanted.Contains(p.Type)))
                {
                    found = found is null
                        ? new DdiReader(gpt, architecture, types)
                        : throw Codes.UnsupportedFormat.Error(
                            FormatName, "several root or /usr file systems in one image");
                }
            }
        }
        return found ?? throw new DamagedFormatException(FormatName, "there is no root or /usr partition");
    }

    /// <summary>The file system: a read-only, seekable view.</summary>
    public Stream OpenData() => _gpt.Open(Data);

    /// <summary>
    /// Checks every block of the file system against the hash tree and the tree against the root hash.
    /// </summary>
    /// <param name="threads">How many threads may hash at a time.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="AvocadoException">AVO0201: a block is wrong, or there is no hash tree.</exception>
    public void Verify(int threads, CancellationToken cancellation)
    {
        if (Verity is not { } verity || RootHash is not { } rootHash)
        {
            throw new DamagedFormatException(FormatName, "there is no verity partition to check the data with");
        }
        using Stream data = OpenData();
        using Stream hash = _gpt.Open(verity);
        VerityVerifier.Verify(data, hash, rootHash, threads, cancellation);
    }

    private GptPartition? Single(Guid type)
    {
        GptPartition[] found = [.. _gpt.Disk.Partitions.Where(p => p.Type == type)];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw Codes.UnsupportedFormat.Error(FormatName, $"several partitions of type {type} in one image"),
        };
    }

    private VeritySignature ReadSignature(GptPartition partition)
    {
        long length = Disk.LengthOf(partition);
        if (length > MaxSignatureLength || RootHash is not { } rootHash)
        {
            throw new DamagedFormatException(FormatName,
                $"a signature partition of {length} bytes, or without hash tree");
        }
        var bytes = new byte[length];
        using Stream stream = _gpt.Open(partition);
        stream.ReadExactly(bytes);
        VeritySignature signature = VeritySignature.Read(bytes);
        return signature.RootHash == rootHash
            ? signature
            : throw new DamagedFormatException(FormatName, "the signature is that of another root hash");
    }
}
