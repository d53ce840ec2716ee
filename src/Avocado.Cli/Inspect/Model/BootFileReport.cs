namespace Avocado.Cli.Inspect.Model;

/// <summary>A file of a boot partition.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Efi">For EFI executables.</param>
/// <param name="Text">For small text files: what a boot loader reads.</param>
internal sealed record BootFileReport(string Path, long Size, UkiReport? Efi = null, string? Text = null);
