namespace Avocado.Images.Initrd;

/// <summary>A unit that a target pulls in.</summary>
/// <param name="Target">Such as "sysinit.target".</param>
/// <param name="Unit">Such as "systemd-udevd.service".</param>
public sealed record UnitWant(string Target, string Unit);
