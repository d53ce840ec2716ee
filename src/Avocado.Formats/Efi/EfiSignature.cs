namespace Avocado.Formats.Efi;

/// <summary>One entry of a signature list.</summary>
/// <param name="Owner">Who put it there.</param>
/// <param name="Data">For X.509 a certificate in DER.</param>
public sealed record EfiSignature(Guid Owner, ReadOnlyMemory<byte> Data);
