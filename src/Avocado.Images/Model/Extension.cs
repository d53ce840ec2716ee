using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>A system extension image.</summary>
/// <param name="Name">Its name: lower case letters, digits and '-'.</param>
/// <param name="IsSysext">Carries /usr and /opt.</param>
/// <param name="IsConfext">Carries /etc.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record Extension(string Name, bool IsSysext, bool IsConfext, SourceLocation? Location = null);
