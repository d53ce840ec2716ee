namespace Avocado.Packages.Locking;

/// <summary>What a restore may do with the lock file.</summary>
public enum LockMode
{
    /// <summary>A lock that fits the project stays; otherwise it is made anew.</summary>
    Normal,

    /// <summary>The lock must fit the project (RestoreLockedMode).</summary>
    Locked,

    /// <summary>The lock is made anew (--force-evaluate).</summary>
    ForceEvaluate,
}
