using System.Formats.Asn1;
using Avocado.Files;

namespace Avocado.Signing;

/// <summary>
/// SpcIndirectDataContent, what an Authenticode signature contains in place of the file: its digest ("Windows
/// Authenticode Portable Executable Signature Format").
/// </summary>
internal static class SpcIndirectData
{
    /// <summary>What every tool writes into the obsolete file link.</summary>
    private const string FileLink = "<<<Obsolete>>>";

    private static readonly Asn1Tag Link = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag File = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag UnicodeString = new(TagClass.ContextSpecific, 0);

    /// <summary>The structure for an image's Authenticode digest, in DER.</summary>
    public static byte[] Encode(Sha256Digest image)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.SpcPeImageData);
                using (writer.PushSequence())
                {
                    writer.WriteBitString([]);
                    using (writer.PushSequence(Link))
                    using (writer.PushSequence(File))
                    {
                        writer.WriteCharacterString(UniversalTagNumber.BMPString, FileLink, UnicodeString);
                    }
                }
            }
            using (writer.PushSequence())
            {
                CmsBuilder.WriteAlgorithm(writer, Oids.Sha256);
                writer.WriteOctetString(image.ToArray());
            }
        }
        return writer.Encode();
    }

    /// <summary>The message digest: over the contents of the outer SEQUENCE, without its tag and length.</summary>
    public static Sha256Digest Digest(ReadOnlyMemory<byte> encoded) =>
        Sha256Digest.Of(new AsnReader(encoded, AsnEncodingRules.BER).PeekContentBytes().Span);

    /// <summary>The image digest in the structure; null when it is one of another algorithm.</summary>
    /// <exception cref="AsnContentException">The bytes are no SpcIndirectDataContent.</exception>
    public static Sha256Digest? ReadImageDigest(ReadOnlyMemory<byte> encoded)
    {
        AsnReader content = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        content.ReadSequence();
        AsnReader digestInfo = content.ReadSequence();
        string algorithm = digestInfo.ReadSequence().ReadObjectIdentifier();
        byte[] digest = digestInfo.ReadOctetString();
        return algorithm == Oids.Sha256 && digest.Length == Sha256Digest.Size ? new Sha256Digest(digest) : null;
    }
}
