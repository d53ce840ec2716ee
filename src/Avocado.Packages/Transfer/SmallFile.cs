namespace Avocado.Packages.Transfer;

/// <summary>What an address answered when asked for a small file.</summary>
/// <param name="Bytes">The file, or null.</param>
/// <param name="IsMissing">True when the address said that it does not have it.</param>
/// <param name="Reason">Why there are no bytes.</param>
public sealed record SmallFile(byte[]? Bytes, bool IsMissing, string Reason);
