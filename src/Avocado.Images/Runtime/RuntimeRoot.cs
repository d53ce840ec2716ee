namespace Avocado.Images.Runtime;

/// <summary>The root file system of a release.</summary>
/// <param name="RootHash">Of its dm-verity tree, 64 hexadecimal characters.</param>
/// <param name="Size">Bytes of the SquashFS image.</param>
public sealed record RuntimeRoot(string RootHash, long Size);
