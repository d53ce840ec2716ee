using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;

namespace Avocado.Signing;

/// <summary>An image that waits for its signature's value; see <see cref="CmsDraft"/>.</summary>
public sealed class AuthenticodeDraft
{
    private readonly UnsignedImage _image;
    private readonly CmsDraft _signature;

    internal AuthenticodeDraft(UnsignedImage image, CmsDraft signature)
    {
        _image = image;
        _signature = signature;
    }

    /// <summary>What to sign, RSA PKCS#1 v1.5 with SHA-256. Not the image's digest, which is in what is signed.</summary>
    public Sha256Digest Digest => _signature.Digest;

    /// <summary>The image's Authenticode digest.</summary>
    public Sha256Digest ImageDigest => _image.Digest;

    /// <summary>The signed image, laid out.</summary>
    /// <exception cref="AvocadoException">AVO0411: the value is another key's or another digest's.</exception>
    public ISegment Attach(ReadOnlyMemory<byte> signature) =>
        AuthenticodeAttacher.Attach(_image, _signature.Attach(signature));
}
