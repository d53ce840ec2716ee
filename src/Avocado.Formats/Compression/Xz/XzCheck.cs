using System.Buffers.Binary;
using System.Security.Cryptography;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Xz;

/// <summary>Verifies the contents of one block after another.</summary>
internal sealed class XzCheck(XzCheckType type) : IDisposable
{
    private readonly IncrementalHash? _sha256 =
        type == XzCheckType.Sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private uint _crc32;
    private ulong _crc64;

    /// <summary>Size of the stored check in bytes.</summary>
    public int Size => type switch
    {
        XzCheckType.Crc32 => sizeof(uint),
        XzCheckType.Crc64 => sizeof(ulong),
        XzCheckType.Sha256 => SHA256.HashSizeInBytes,
        _ => 0,
    };

    /// <summary>Takes the next bytes of the block.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        switch (type)
        {
            case XzCheckType.Crc32:
                _crc32 = Crc32.Append(_crc32, bytes);
                break;
            case XzCheckType.Crc64:
                _crc64 = Crc64.Append(_crc64, bytes);
                break;
            case XzCheckType.Sha256:
                _sha256!.AppendData(bytes);
                break;
        }
    }

    /// <summary>Compares with the stored check and starts anew for the next block.</summary>
    public bool Verify(ReadOnlySpan<byte> stored)
    {
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        computed = computed[..Size];
        switch (type)
        {
            case XzCheckType.Crc32:
                BinaryPrimitives.WriteUInt32LittleEndian(computed, _crc32);
                _crc32 = 0;
                break;
            case XzCheckType.Crc64:
                BinaryPrimitives.WriteUInt64LittleEndian(computed, _crc64);
                _crc64 = 0;
                break;
            case XzCheckType.Sha256:
                _sha256!.GetHashAndReset(computed);
                break;
        }
        return computed.SequenceEqual(stored);
    }

    public void Dispose() => _sha256?.Dispose();
}
