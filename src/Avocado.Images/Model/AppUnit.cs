namespace Avocado.Images.Model;

/// <summary>What the generated, sandboxed unit of an app may do beyond the defaults.</summary>
/// <param name="Name">The unit's name without suffix: "gateway-telemetry".</param>
/// <param name="Description">Shown by systemctl.</param>
/// <param name="Network">May open Internet sockets; Unix sockets are always allowed.</param>
/// <param name="Devices">May see /dev beyond the pseudo devices.</param>
public sealed record AppUnit(string Name, string Description, bool Network = false, bool Devices = false);
