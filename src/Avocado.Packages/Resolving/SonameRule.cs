using System.Globalization;

namespace Avocado.Packages.Resolving;

/// <summary>
/// How Debian names the package of a shared library (Debian Policy 8.1): libfoo.so.1 lies in libfoo1, libfoo2.so.1 in
/// libfoo2-1, with "t64" after it where the library was rebuilt for 64-bit time. Only asked when an archive has no
/// list of files; whether the package has the library is seen when it is there.
/// </summary>
internal static class SonameRule
{
    private const string Middle = ".so.";

    /// <summary>Names a package may have; none for names that are no sonames.</summary>
    public static IEnumerable<string> PackageNames(string soname)
    {
        int middle = soname.IndexOf(Middle, StringComparison.Ordinal);
        if (middle <= 0)
        {
            return [];
        }
        string name = soname[..middle].ToLower(CultureInfo.InvariantCulture).Replace('_', '-');
        string version = soname[(middle + Middle.Length)..];
        string package = char.IsAsciiDigit(name[^1]) ? $"{name}-{version}" : name + version;
        return [package, package + "t64"];
    }
}
