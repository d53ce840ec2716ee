using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>A systemd unit file of the user's.</summary>
/// <param name="HostFile">Full path on the host.</param>
/// <param name="Name">Its file name: "telemetry.service".</param>
/// <param name="Into">An extension's name, or null for the root file system.</param>
/// <param name="Enable">Start it at boot, as its [Install] section says.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record SystemUnit(
    string HostFile, string Name, string? Into, bool Enable, SourceLocation? Location = null);
