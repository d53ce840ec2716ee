namespace Avocado.Images.Model;

/// <summary>A system group with a pinned id.</summary>
public sealed record DeviceGroup(string Name, uint Gid);
