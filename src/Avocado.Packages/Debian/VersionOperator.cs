namespace Avocado.Packages.Debian;

/// <summary>How a relation compares versions (deb-control syntax in parentheses).</summary>
public enum VersionOperator
{
    /// <summary>Strictly earlier (&lt;&lt;).</summary>
    Earlier,

    /// <summary>Earlier or equal (&lt;=).</summary>
    EarlierOrEqual,

    /// <summary>Exactly equal (=).</summary>
    Equal,

    /// <summary>Later or equal (&gt;=).</summary>
    LaterOrEqual,

    /// <summary>Strictly later (&gt;&gt;).</summary>
    Later,
}
