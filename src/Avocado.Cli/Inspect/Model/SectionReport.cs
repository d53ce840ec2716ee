namespace Avocado.Cli.Inspect.Model;

/// <summary>A section of an EFI executable.</summary>
/// <param name="Name">Such as ".linux".</param>
/// <param name="Size">Bytes in the file that mean something.</param>
/// <param name="Offset">Where they start in the file.</param>
internal sealed record SectionReport(string Name, long Size, long Offset);
