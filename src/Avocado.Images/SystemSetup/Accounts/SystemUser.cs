namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>A line of /etc/passwd.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Primary group's id.</param>
/// <param name="Description">The GECOS field.</param>
/// <param name="Home">Home directory.</param>
/// <param name="Shell">Login shell.</param>
/// <param name="IsExpired">Locked for every way to log in, not only by password (sysusers.d "u!").</param>
public sealed record SystemUser(
    string Name, uint Uid, uint Gid, string Description, string Home, string Shell, bool IsExpired = false);
