using Avocado.Files;

namespace Avocado.Formats.Pe;

/// <summary>A section to put into a unified kernel image (UAPI.5).</summary>
/// <param name="Name">At most 8 ASCII characters, such as those of <see cref="UkiSectionName"/>.</param>
/// <param name="Content">Its bytes; streamed, so of any size.</param>
public sealed record UkiSection(string Name, Content Content);
