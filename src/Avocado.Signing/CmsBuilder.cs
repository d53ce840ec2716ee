using System.Formats.Asn1;
using System.Text;
using Avocado.Files;

namespace Avocado.Signing;

/// <summary>
/// Writes PKCS#7 SignedData (RFC 2315) in DER for the boot chain. No signing time, no optional attributes: the bytes
/// depend on content, certificate and key, on nothing else.
/// </summary>
public static class CmsBuilder
{
    private const int SignedDataVersion = 1;
    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>
    /// The signature of a dm-verity root hash as the kernel and systemd take it: detached, without attributes, over the
    /// 64 lower-case hexadecimal characters.
    /// </summary>
    /// <param name="rootHash">The root hash.</param>
    /// <param name="certificate">Whose signature it will be.</param>
    /// <param name="embedCertificate">False saves some 800 bytes, for a kernel command line.</param>
    public static CmsDraft VerityRootHash(
        Sha256Digest rootHash, SigningCertificate certificate, bool embedCertificate = true)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new CmsDraft(certificate, Sha256Digest.Of(Encoding.ASCII.GetBytes(rootHash.ToString())), signature =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.SignedData);
                using (writer.PushSequence(Explicit0))
                {
                    WriteSignedData(writer, certificate, Oids.Data, null, null, signature, embedCertificate);
                }
            }
            return writer.Encode();
        });
    }

    /// <summary>
    /// The signature of an update of PK, KEK, db or dbx: a bare SignedData, as UEFI 2.10, 8.2.2 has it and as all
    /// firmware takes it, older ones included.
    /// </summary>
    /// <param name="toBeSigned">SHA-256 of what firmware hashes.</param>
    /// <param name="certificate">Whose signature it will be.</param>
    public static CmsDraft AuthenticatedVariable(Sha256Digest toBeSigned, SigningCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new CmsDraft(certificate, toBeSigned, signature =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            WriteSignedData(writer, certificate, Oids.Data, null, null, signature, embedCertificate: true);
            return writer.Encode();
        });
    }

    /// <summary>The Authenticode signature of an image.</summary>
    /// <param name="image">The image's Authenticode digest.</param>
    /// <param name="certificate">Whose signature it will be.</param>
    public static CmsDraft Authenticode(Sha256Digest image, SigningCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        byte[] content = SpcIndirectData.Encode(image);
        byte[] attributes = Attributes(Oids.SpcIndirectData, SpcIndirectData.Digest(content));
        return new CmsDraft(certificate, Sha256Digest.Of(attributes), signature =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.SignedData);
                using (writer.PushSequence(Explicit0))
                {
                    WriteSignedData(writer, certificate, Oids.SpcIndirectData, content, attributes, signature, true);
                }
            }
            return writer.Encode();
        });
    }

    private static void WriteSignedData(
        AsnWriter writer,
        SigningCertificate certificate,
        string contentType,
        byte[]? content,
        byte[]? attributes,
        ReadOnlyMemory<byte> signature,
        bool embedCertificate)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(SignedDataVersion);
            using (writer.PushSetOf())
            {
                WriteAlgorithm(writer, Oids.Sha256);
            }
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(contentType);
                if (content is not null)
                {
                    using (writer.PushSequence(Explicit0))
                    {
                        writer.WriteEncodedValue(content);
                    }
                }
            }
            if (embedCertificate)
            {
                using (writer.PushSetOf(Explicit0))
                {
                    writer.WriteEncodedValue(certificate.Der.Span);
                }
            }
            using (writer.PushSetOf())
            {
                WriteSignerInfo(writer, certificate, attributes, signature);
            }
        }
    }

    private static void WriteSignerInfo(
        AsnWriter writer, SigningCertificate certificate, byte[]? attributes, ReadOnlyMemory<byte> signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(SignedDataVersion);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.EncodedIssuer.Span);
                writer.WriteEncodedValue(certificate.EncodedSerial.Span);
            }
            WriteAlgorithm(writer, Oids.Sha256);
            if (attributes is not null)
            {
                // Signed as a SET, stored as [0]: only the tag differs (RFC 2315, 9.3).
                byte[] tagged = [.. attributes];
                Explicit0.Encode(tagged);
                writer.WriteEncodedValue(tagged);
            }
            WriteAlgorithm(writer, Oids.RsaEncryption);
            writer.WriteOctetString(signature.Span);
        }
    }

    private static byte[] Attributes(string contentType, Sha256Digest messageDigest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.ContentType);
                using (writer.PushSetOf())
                {
                    writer.WriteObjectIdentifier(contentType);
                }
            }
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.MessageDigest);
                using (writer.PushSetOf())
                {
                    writer.WriteOctetString(messageDigest.ToArray());
                }
            }
        }
        return writer.Encode();
    }

    internal static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }
}
