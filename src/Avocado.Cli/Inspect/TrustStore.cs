using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Signing;

namespace Avocado.Cli.Inspect;

/// <summary>
/// Who may sign what. Certificates of a Secure Boot folder vouch for EFI executables only, as db does; those given one
/// by one vouch for everything.
/// </summary>
internal sealed record TrustStore
{
    /// <summary>No certificates: signatures are shown, not checked.</summary>
    public static TrustStore Empty { get; } = new();

    /// <summary>Vouch for EFI executables.</summary>
    public ImmutableArray<TrustedCertificate> Efi { get; init; } = [];

    /// <summary>Vouch for root hashes.</summary>
    public ImmutableArray<TrustedCertificate> Verity { get; init; } = [];

    /// <summary>True when somebody vouches for root hashes, so that an image must have a signature.</summary>
    public bool RequiresVeritySignature { get; init; }

    /// <summary>Reads certificates.</summary>
    /// <param name="keys">Certificate files.</param>
    /// <param name="secureBootFolder">A folder with db.der, and db-NAME.der for more; or null.</param>
    /// <exception cref="AvocadoException">AVO0404, AVO0702: no certificate, or a folder without.</exception>
    public static TrustStore Load(IEnumerable<string> keys, string? secureBootFolder)
    {
        ImmutableArray<TrustedCertificate> given = [.. keys.Select(Load)];
        ImmutableArray<TrustedCertificate> db = [];
        if (secureBootFolder is not null)
        {
            db = [.. Directory.GetFiles(secureBootFolder, "db*.der").Order(StringComparer.Ordinal).Select(Load)];
            if (db.IsEmpty)
            {
                throw Codes.NoSecureBootCertificates.Error(secureBootFolder);
            }
        }
        return new TrustStore
        {
            Efi = [.. db, .. given],
            Verity = given,
            RequiresVeritySignature = !given.IsEmpty,
        };
    }

    /// <summary>This store with certificates that a trusted boot image brings for extensions.</summary>
    public TrustStore WithAnchors(IReadOnlyCollection<TrustedCertificate> anchors) => this with
    {
        Verity = [.. Verity, .. anchors],
        RequiresVeritySignature = RequiresVeritySignature || anchors.Count > 0,
    };

    private static TrustedCertificate Load(string path) => new(SigningCertificate.Load(path), Path.GetFileName(path));
}
