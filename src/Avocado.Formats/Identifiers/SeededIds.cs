using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;

namespace Avocado.Formats.Identifiers;

/// <summary>
/// Every id of a disk, derived from one seed exactly as systemd-repart derives it: HMAC-SHA256 keyed with the seed's
/// bytes in text order, cut to 16 bytes and marked as a version 4 UUID. The same seed gives the same disk.
/// </summary>
/// <param name="Seed">The project's seed.</param>
public readonly record struct SeededIds(Guid Seed)
{
    /// <summary>The GPT disk GUID.</summary>
    public Guid Disk => Derive(Seed, "disk-uuid");

    /// <summary>The UUID of a dm-verity superblock.</summary>
    public Guid VerityId => Derive(Seed, "verity-uuid");

    /// <summary>The salt of a dm-verity tree, 32 bytes.</summary>
    public byte[] VeritySalt => HMACSHA256.HashData(Seed.ToTextOrder(), "verity-salt"u8);

    /// <summary>The unique GUID of the n-th partition of a type.</summary>
    /// <param name="type">The partition type.</param>
    /// <param name="index">How many partitions of the type come before it on the disk.</param>
    public Guid Partition(Guid type, int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Span<byte> message = stackalloc byte[GuidBytes.Size + sizeof(ulong)];
        type.WriteTextOrder(message);
        BinaryPrimitives.WriteUInt64LittleEndian(message[GuidBytes.Size..], (ulong)index);
        // The first partition of a type is derived without a counter.
        return Mark(Seed, index == 0 ? message[..GuidBytes.Size] : message);
    }

    /// <summary>
    /// The seed of a part of the image (an extension, a second verity tree), so that no two parts share ids or salts.
    /// This one is ours: repart has no such notion.
    /// </summary>
    public SeededIds For(string part) => new(UuidV5.Create(Seed, part));

    /// <summary>The UUID of the file system in a partition.</summary>
    public static Guid FileSystem(Guid partition) => Derive(partition, "file-system-uuid");

    /// <summary>The volume id of the FAT in a partition: the first 32 bits of its file system UUID.</summary>
    public static uint FatVolumeId(Guid partition) =>
        BinaryPrimitives.ReadUInt32BigEndian(FileSystem(partition).ToTextOrder());

    /// <summary>
    /// The unique GUIDs of a verity data partition and of its hash partition: the halves of the root hash, read as
    /// UUID text. No version bits are forced here (Discoverable Partitions Specification).
    /// </summary>
    public static (Guid Data, Guid Hash) VerityPartitions(Sha256Digest rootHash)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.Size];
        rootHash.CopyTo(bytes);
        return (GuidBytes.FromTextOrder(bytes), GuidBytes.FromTextOrder(bytes[GuidBytes.Size..]));
    }

    /// <summary>The root hash that the GUIDs of a verity pair spell.</summary>
    public static Sha256Digest RootHash(Guid data, Guid hash)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.Size];
        data.WriteTextOrder(bytes);
        hash.WriteTextOrder(bytes[GuidBytes.Size..]);
        return new Sha256Digest(bytes);
    }

    private static Guid Derive(Guid key, string token) => Mark(key, Encoding.ASCII.GetBytes(token));

    private static Guid Mark(Guid key, ReadOnlySpan<byte> message)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.ToTextOrder(), message, mac);
        return UuidBits.Mark(mac, version: 4);
    }
}
