namespace Avocado.Packages.Debian;

/// <summary>A condition on a version.</summary>
public readonly record struct VersionConstraint(VersionOperator Operator, DebianVersion Version)
{
    /// <summary>True when <paramref name="version"/> meets the condition.</summary>
    public bool Accepts(DebianVersion version)
    {
        int order = version.CompareTo(Version);
        return Operator switch
        {
            VersionOperator.Earlier => order < 0,
            VersionOperator.EarlierOrEqual => order <= 0,
            VersionOperator.Equal => order == 0,
            VersionOperator.LaterOrEqual => order >= 0,
            _ => order > 0,
        };
    }

    /// <summary>As control files write it.</summary>
    public override string ToString()
    {
        string sign = Operator switch
        {
            VersionOperator.Earlier => "<<",
            VersionOperator.EarlierOrEqual => "<=",
            VersionOperator.Equal => "=",
            VersionOperator.LaterOrEqual => ">=",
            _ => ">>",
        };
        return $"({sign} {Version})";
    }
}
