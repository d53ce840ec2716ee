using Avocado.Cli.Inspect.Model;
using Avocado.Signing;

namespace Avocado.Cli.Inspect;

/// <summary>A certificate that may vouch for a signature.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Source">Where it came from, for people.</param>
internal sealed record TrustedCertificate(SigningCertificate Certificate, string Source)
{
    /// <summary>As reports show it.</summary>
    public CertificateReport ToReport() =>
        new(Source, Certificate.Subject, Certificate.Fingerprint.ToString());
}
