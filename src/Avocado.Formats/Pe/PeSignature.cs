namespace Avocado.Formats.Pe;

/// <summary>One entry of a certificate table.</summary>
/// <param name="Type">See <see cref="WinCertificateHeader"/>; <see cref="WinCertificateHeader.Pkcs7"/> is usual.</param>
/// <param name="Data">What is in the frame: for Authenticode a PKCS#7 ContentInfo in DER, maybe with padding.</param>
public sealed record PeSignature(ushort Type, ReadOnlyMemory<byte> Data);
