namespace Avocado.Images.Model;

/// <summary>A unit that must be active before a boot counts as good.</summary>
public sealed record HealthCheck(string Unit, bool Required);
