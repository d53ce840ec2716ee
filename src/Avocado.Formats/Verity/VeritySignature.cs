using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Verity;

/// <summary>
/// What a verity signature partition holds (Discoverable Partitions Specification): JSON, then NULs. The signature is
/// PKCS#7 over the 64 lower-case hexadecimal characters of the root hash; making it is the Signing room's work.
/// </summary>
/// <param name="RootHash">The hash that was signed.</param>
/// <param name="CertificateFingerprint">SHA-256 of the signer's certificate in DER.</param>
/// <param name="Pkcs7">The detached signature in DER.</param>
public sealed record VeritySignature(
    Sha256Digest RootHash, Sha256Digest CertificateFingerprint, ReadOnlyMemory<byte> Pkcs7)
{
    /// <summary>
    /// Length of the partition's content in bytes: what systemd-repart writes and expects of free slots.
    /// </summary>
    public const int Size = 16384;

    // systemd reads no more than this of a signature partition.
    private const int MaxReadSize = 4 << 20;
    private const string FormatName = "verity signature";
    private const string RootHashKey = "rootHash";
    private const string FingerprintKey = "certificateFingerprint";
    private const string SignatureKey = "signature";

    /// <summary>The JSON text, keys in systemd's order, no white space.</summary>
    public string ToJson() =>
        // Hexadecimal and base64 need no escapes; the serializer's default would write '+' as one.
        $"{{\"{RootHashKey}\":\"{RootHash}\",\"{FingerprintKey}\":\"{CertificateFingerprint}\","
        + $"\"{SignatureKey}\":\"{Convert.ToBase64String(Pkcs7.Span)}\"}}";

    /// <summary>The partition's content: JSON and NULs, <see cref="Size"/> bytes.</summary>
    /// <exception cref="AvocadoException">AVO0203: the signature is too long.</exception>
    public byte[] ToPartition()
    {
        byte[] json = Encoding.ASCII.GetBytes(ToJson());
        if (json.Length > Size)
        {
            throw Codes.FormatLimit.Error("a verity signature partition",
                $"{json.Length} bytes of JSON, {Size} at most");
        }
        Array.Resize(ref json, Size);
        return json;
    }

    /// <summary>Reads a partition's content, or the JSON alone.</summary>
    /// <exception cref="AvocadoException">AVO0201: damaged.</exception>
    public static VeritySignature Read(ReadOnlySpan<byte> partition)
    {
        if (partition.Length > MaxReadSize)
        {
            throw Damaged($"it has {partition.Length} bytes");
        }
        var reader = new Utf8JsonReader(partition.TrimEnd((byte)0), new JsonReaderOptions { MaxDepth = 8 });
        Sha256Digest? rootHash = null, fingerprint = null;
        byte[]? signature = null;
        try
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "it is no JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string key = reader.GetString()!;
                reader.Read();
                switch (key)
                {
                    case RootHashKey:
                        rootHash = Digest(ref reader, key, rootHash is null);
                        break;
                    case FingerprintKey:
                        fingerprint = Digest(ref reader, key, fingerprint is null);
                        break;
                    case SignatureKey:
                        Expect(signature is null && reader.TokenType == JsonTokenType.String, $"bad {key}");
                        Expect(Base64.IsValid(reader.ValueSpan), $"bad {key}");
                        signature = reader.GetBytesFromBase64();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
            Expect(reader.TokenType == JsonTokenType.EndObject && !reader.Read(), "something follows the JSON object");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged("it is no JSON");
        }
        return rootHash is { } hash && fingerprint is { } print && signature is { Length: > 0 }
            ? new VeritySignature(hash, print, signature)
            : throw Damaged($"{RootHashKey}, {FingerprintKey} or {SignatureKey} is missing");
    }

    /// <inheritdoc/>
    public bool Equals(VeritySignature? other) =>
        other is not null && RootHash == other.RootHash && CertificateFingerprint == other.CertificateFingerprint
        && Pkcs7.Span.SequenceEqual(other.Pkcs7.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RootHash, CertificateFingerprint, Pkcs7.Length);

    private static Sha256Digest Digest(ref Utf8JsonReader reader, string key, bool isFirst)
    {
        Sha256Digest digest = default;
        Expect(isFirst && reader.TokenType == JsonTokenType.String
            && Sha256Digest.TryParse(reader.GetString(), out digest), $"bad {key}");
        return digest;
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw Damaged(what);
        }
    }

    private static DamagedFormatException Damaged(string what) => new(FormatName, what);
}
