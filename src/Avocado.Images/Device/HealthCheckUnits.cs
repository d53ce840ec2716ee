using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Device;

/// <summary>
/// A required health check is a unit that must be active before <c>boot-complete.target</c>: without it the boot is
/// not blessed and its counter keeps falling. Each becomes an instance of one template.
/// </summary>
public static class HealthCheckUnits
{
    private static readonly UnixPath Units = "usr/lib/systemd/system";

    /// <summary>One link for each check, below the target that needs or wants it.</summary>
    public static IEnumerable<Entry> Entries(IEnumerable<HealthCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        foreach (HealthCheck check in checks.OrderBy(check => check.Unit, StringComparer.Ordinal))
        {
            // The suffix is part of the instance: systemd escapes nothing that unit names may have.
            string instance = $"avocado-health@{check.Unit}.service";
            string folder = check.Required ? "boot-complete.target.requires" : "boot-complete.target.wants";
            yield return Entry.SymbolicLink(
                Units / UnixPath.Parse($"{folder}/{instance}"), "../avocado-health@.service",
                Origin.Generated("health", $"HealthCheck {check.Unit}"));
        }
    }
}
