namespace Avocado.Packages.Debian;

/// <summary>Why a package needs another one.</summary>
public enum DependencyKind
{
    /// <summary>Before its maintainer scripts run; in an image the same as <see cref="Depends"/>.</summary>
    PreDepends,

    /// <summary>To work at all.</summary>
    Depends,

    /// <summary>A library that a program opens at run time and says so in its .note.dlopen.</summary>
    Dlopen,
}
