using System.Buffers.Binary;
using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>
/// What a block holds before it is compressed: with the same encoding, the same key means the same stored bytes.
/// </summary>
/// <param name="Content">SHA-256 of the whole file, or what <see cref="OfFragment"/> makes of several.</param>
/// <param name="Block">The block's number in its file; <see cref="Fragment"/> for a block of several files.</param>
public readonly record struct BlockKey(Sha256Digest Content, int Block)
{
    /// <summary>The number of a block that holds several files.</summary>
    public const int Fragment = -1;

    /// <summary>The key of a block that holds whole files, one behind the other.</summary>
    internal static BlockKey OfFragment(IReadOnlyList<BlockPart> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> field = stackalloc byte[Sha256Digest.Size + sizeof(long)];
        foreach (BlockPart part in parts)
        {
            part.File.ContentDigest!.Value.CopyTo(field);
            BinaryPrimitives.WriteInt64LittleEndian(field[Sha256Digest.Size..], part.File.Length);
            hash.AppendData(field);
        }
        hash.GetHashAndReset(field);
        return new BlockKey(new Sha256Digest(field[..Sha256Digest.Size]), Fragment);
    }
}
