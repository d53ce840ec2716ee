namespace Avocado.Packages.OpenPgp;

/// <summary>A key that may sign, with the time in which it holds.</summary>
/// <param name="Key">The key.</param>
/// <param name="Expires">When it ends; null for never.</param>
internal sealed record SigningKey(PublicKey Key, DateTimeOffset? Expires)
{
    /// <summary>True when the key holds at a time.</summary>
    public bool HoldsAt(DateTimeOffset time) => Key.Created <= time && (Expires is null || time < Expires);
}
