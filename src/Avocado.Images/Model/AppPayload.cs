using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>A published .NET app inside an extension or the root file system.</summary>
/// <param name="Name">The project's name, such as "Gateway.Telemetry".</param>
/// <param name="PublishFolder">Full path of the self-contained publish output on the host.</param>
/// <param name="AssemblyName">The app host's file name in that folder.</param>
/// <param name="Into">An extension's name, or null for the root file system.</param>
/// <param name="Unit">The unit to generate; null when the project brings its own.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record AppPayload(
    string Name, string PublishFolder, string AssemblyName, string? Into, AppUnit? Unit,
    SourceLocation? Location = null);
