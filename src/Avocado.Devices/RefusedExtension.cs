namespace Avocado.Devices;

/// <summary>An extension that the device did not merge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">"missing", "digest", "signature" or "security-version".</param>
public sealed record RefusedExtension(string Name, string Reason);
