using System.Buffers.Binary;
using System.Numerics;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Identifiers;

namespace Avocado.Formats.Verity;

/// <summary>
/// The superblock that veritysetup writes before a hash tree (cryptsetup's on-disk format, version 1): 512 bytes,
/// little-endian, in the first hash block.
/// </summary>
public readonly record struct VeritySuperblock
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Offsets.End;

    /// <summary>Longest salt in bytes.</summary>
    public const int MaxSaltSize = 256;

    internal const string FormatName = "dm-verity";

    private const int AlgorithmSize = 32;
    private const uint Version = 1;
    private const uint HashType = 1;
    private const int MinBlockSize = 512;
    private const int MaxBlockSize = 65536;

    private static ReadOnlySpan<byte> Signature => "verity\0\0"u8;

    private static ReadOnlySpan<byte> Sha256Name => "sha256"u8;

    /// <summary>The superblock's own UUID; it identifies nothing else.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Size of a data block in bytes.</summary>
    public required int DataBlockSize { get; init; }

    /// <summary>Size of a hash block in bytes.</summary>
    public required int HashBlockSize { get; init; }

    /// <summary>How many data blocks the tree covers.</summary>
    public required long DataBlocks { get; init; }

    /// <summary>Hashed before every block.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>Reads and validates a superblock.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="AvocadoException">AVO0201: damaged; AVO0202: another hash than SHA-256 type 1.</exception>
    public static VeritySuperblock Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size || !source.StartsWith(Signature))
        {
            throw new DamagedFormatException(FormatName, "there is no superblock");
        }
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.Version..]);
        uint hashType = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.HashType..]);
        if (version != Version || hashType != HashType)
        {
            throw Codes.UnsupportedFormat.Error(FormatName, $"superblock version {version}, hash type {hashType}");
        }
        ReadOnlySpan<byte> algorithm = source.Slice(Offsets.Algorithm, AlgorithmSize).TrimEnd((byte)0);
        if (!algorithm.SequenceEqual(Sha256Name))
        {
            throw Codes.UnsupportedFormat.Error(FormatName, "the hash algorithm is not sha256");
        }
        uint dataBlockSize = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.DataBlockSize..]);
        uint hashBlockSize = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.HashBlockSize..]);
        if (!IsBlockSize(dataBlockSize) || !IsBlockSize(hashBlockSize))
        {
            throw new DamagedFormatException(FormatName, $"block sizes {dataBlockSize} and {hashBlockSize}");
        }
        ulong dataBlocks = BinaryPrimitives.ReadUInt64LittleEndian(source[Offsets.DataBlocks..]);
        if (dataBlocks == 0 || dataBlocks > (ulong)(long.MaxValue / MaxBlockSize))
        {
            throw new DamagedFormatException(FormatName, $"{dataBlocks} data blocks");
        }
        int saltSize = BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.SaltSize..]);
        if (saltSize > MaxSaltSize)
        {
            throw new DamagedFormatException(FormatName, $"a salt of {saltSize} bytes");
        }
        return new VeritySuperblock
        {
            Uuid = GuidBytes.FromTextOrder(source[Offsets.Uuid..]),
            DataBlockSize = (int)dataBlockSize,
            HashBlockSize = (int)hashBlockSize,
            DataBlocks = (long)dataBlocks,
            Salt = source.Slice(Offsets.Salt, saltSize).ToArray(),
        };
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Signature.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.Version..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.HashType..], HashType);
        Uuid.WriteTextOrder(destination[Offsets.Uuid..]);
        Sha256Name.CopyTo(destination[Offsets.Algorithm..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.DataBlockSize..], (uint)DataBlockSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.HashBlockSize..], (uint)HashBlockSize);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[Offsets.DataBlocks..], (ulong)DataBlocks);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.SaltSize..], (ushort)Salt.Length);
        Salt.Span.CopyTo(destination.Slice(Offsets.Salt, MaxSaltSize));
    }

    internal static bool IsBlockSize(uint size) =>
        size is >= MinBlockSize and <= MaxBlockSize && BitOperations.IsPow2(size);

    private static class Offsets
    {
        public const int Signature = 0;
        public const int Version = Signature + 8;
        public const int HashType = Version + sizeof(uint);
        public const int Uuid = HashType + sizeof(uint);
        public const int Algorithm = Uuid + GuidBytes.Size;
        public const int DataBlockSize = Algorithm + AlgorithmSize;
        public const int HashBlockSize = DataBlockSize + sizeof(uint);
        public const int DataBlocks = HashBlockSize + sizeof(uint);
        public const int SaltSize = DataBlocks + sizeof(ulong);
        public const int Salt = SaltSize + sizeof(ushort) + 6;
        public const int End = Salt + MaxSaltSize + 168;
    }
}
