namespace Avocado.Cli.Inspect.Model;

/// <summary>What checking one signature found.</summary>
/// <param name="Verdict">
/// notChecked when no certificate was given for its kind; the signature may then be by anyone.
/// </param>
/// <param name="Signer">Whose it says to be.</param>
/// <param name="Fingerprint">SHA-256 of the signer's certificate, where it is known.</param>
/// <param name="TrustedBy">Where the certificate that vouches for the signer came from.</param>
/// <param name="Problem">What is wrong, when the verdict is damaged.</param>
internal sealed record SignatureReport(
    Verdict Verdict,
    string? Signer = null,
    string? Fingerprint = null,
    string? TrustedBy = null,
    string? Problem = null);
