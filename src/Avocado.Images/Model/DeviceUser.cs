namespace Avocado.Images.Model;

/// <summary>A system user with a pinned id; its account is locked.</summary>
public sealed record DeviceUser(string Name, uint Uid, string Group, string Home, string Shell, string Description);
