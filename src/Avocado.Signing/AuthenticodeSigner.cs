using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;

namespace Avocado.Signing;

/// <summary>Signs EFI executables for Secure Boot.</summary>
public static class AuthenticodeSigner
{
    /// <summary>The first step, for signing elsewhere.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    public static AuthenticodeDraft Prepare(
        ISegment image, SigningCertificate certificate, CancellationToken cancellation = default)
    {
        UnsignedImage measured = UnsignedImage.Measure(image, cancellation);
        return new AuthenticodeDraft(measured, CmsBuilder.Authenticode(measured.Digest, certificate));
    }

    /// <summary>The signed image, laid out; its bytes are read once now and once when it is written.</summary>
    /// <param name="signer">The key.</param>
    /// <param name="image">The image.</param>
    /// <param name="use">What it is signed as: <see cref="KeyUse.SecureBoot"/> or <see cref="KeyUse.Modes"/>.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0408: the key is for something else.</exception>
    public static ISegment Sign(
        ISigner signer, ISegment image, KeyUse use = KeyUse.SecureBoot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        signer.Require(use);
        AuthenticodeDraft draft = Prepare(image, signer.Certificate, cancellation);
        return draft.Attach(signer.SignDigest(draft.Digest));
    }

    /// <summary>Signs a file to a stream. Nothing is written when signing fails.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0408: the key is for something else.</exception>
    public static void Sign(
        ISigner signer,
        Content image,
        Stream output,
        KeyUse use = KeyUse.SecureBoot,
        CancellationToken cancellation = default)
    {
        ISegment signed = Sign(signer, new ContentSegment(image), use, cancellation);
        var target = new StreamOutput(output);
        signed.WriteTo(target, cancellation);
        target.Complete();
    }
}
