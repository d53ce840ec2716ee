namespace Avocado.Images.Initrd;

/// <summary>A symbolic link of the initrd.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Target">What it holds.</param>
public sealed record InitrdLink(string Path, string Target);
