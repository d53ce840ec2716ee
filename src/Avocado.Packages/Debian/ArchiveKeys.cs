using Avocado.Files.Diagnostics;
using Avocado.Packages.OpenPgp;

namespace Avocado.Packages.Debian;

/// <summary>The keys that sign release files: those of the Debian archive come with this SDK.</summary>
public static class ArchiveKeys
{
    private static readonly Lazy<Keyring> Shipped = new(LoadShipped);

    /// <summary>The keys of the Debian archive (Debian/Keys/README.md says which).</summary>
    public static Keyring Debian => Shipped.Value;

    /// <summary>Reads a keyring file of the user's.</summary>
    /// <exception cref="AvocadoException">AVO0317: it cannot be read or has no key that can be used.</exception>
    public static Keyring Load(string path, SourceLocation? location = null)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Keyring.MaxSize })
            {
                throw Codes.BadKeyring.ErrorAt(location, path, "it is too large for a keyring");
            }
            var keyring = Keyring.Parse(File.ReadAllBytes(path));
            return keyring.Count > 0
                ? keyring
                : throw Codes.BadKeyring.ErrorAt(location, path, "it has no RSA key that may sign");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DamagedFormatException)
        {
            throw Codes.BadKeyring.ErrorAt(location, path, error.Message);
        }
    }

    private static Keyring LoadShipped()
    {
        System.Reflection.Assembly assembly = typeof(ArchiveKeys).Assembly;
        return Keyring.Join(assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".gpg", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using Stream resource = assembly.GetManifestResourceStream(name)!;
                using var bytes = new MemoryStream();
                resource.CopyTo(bytes);
                return Keyring.Parse(bytes.ToArray());
            }));
    }
}
