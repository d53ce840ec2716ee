using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>
/// A signature that waits for its value: <see cref="Digest"/> is signed by a key here, or elsewhere and later, and
/// <see cref="Attach"/> gives the finished bytes. The same draft and value always give the same bytes.
/// </summary>
public sealed class CmsDraft
{
    private readonly Func<ReadOnlyMemory<byte>, byte[]> _encode;

    internal CmsDraft(SigningCertificate certificate, Sha256Digest digest, Func<ReadOnlyMemory<byte>, byte[]> encode)
    {
        Certificate = certificate;
        Digest = digest;
        _encode = encode;
    }

    /// <summary>Whose signature it will be.</summary>
    public SigningCertificate Certificate { get; }

    /// <summary>What to sign, RSA PKCS#1 v1.5 with SHA-256.</summary>
    public Sha256Digest Digest { get; }

    /// <summary>The finished signature.</summary>
    /// <exception cref="AvocadoException">AVO0411: the value is another key's or another digest's.</exception>
    public byte[] Attach(ReadOnlyMemory<byte> signature) => Certificate.Verifies(Digest, signature.Span)
        ? _encode(signature)
        : throw Codes.SignatureDoesNotFit.Error(Certificate.Subject);

    /// <summary>Signs and attaches.</summary>
    /// <exception cref="AvocadoException">AVO0411: the signer has another certificate. AVO0409: its token fails.</exception>
    public byte[] Sign(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return Attach(signer.SignDigest(Digest));
    }
}
