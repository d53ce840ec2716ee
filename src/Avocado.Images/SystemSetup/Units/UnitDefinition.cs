using Avocado.Files;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>A unit that can be enabled.</summary>
/// <param name="Name">Its name, with the instance when it was asked for with one.</param>
/// <param name="Path">Where its file is; a template's for an instance.</param>
/// <param name="Install">Its [Install] section with drop-ins.</param>
public sealed record UnitDefinition(string Name, UnixPath Path, InstallSection Install);
