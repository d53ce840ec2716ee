namespace Avocado.Packages.Locking;

/// <summary>A board's locked packages.</summary>
/// <param name="Section">The section.</param>
/// <param name="IsNew">True when the lock file was written.</param>
public sealed record LockResult(LockSection Section, bool IsNew);
