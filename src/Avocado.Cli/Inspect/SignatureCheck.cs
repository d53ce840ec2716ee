using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Verity;
using Avocado.Signing;

namespace Avocado.Cli.Inspect;

/// <summary>Puts what the Signing room finds into reports.</summary>
internal static class SignatureCheck
{
    // systemd reads no more of a signature partition.
    private const int LargestSignature = 4 << 20;

    /// <summary>Reads a partition with the signature of a root hash; null for one that was never filled.</summary>
    /// <exception cref="AvocadoException">AVO0201: it is damaged.</exception>
    public static VeritySignature? ReadPartition(Stream partition)
    {
        var bytes = new byte[Math.Min(partition.Length, LargestSignature)];
        partition.Position = 0;
        partition.ReadExactly(bytes);
        return bytes.AsSpan().ContainsAnyExcept((byte)0) ? VeritySignature.Read(bytes) : null;
    }

    /// <summary>The certificates alone.</summary>
    public static SigningCertificate[] CertificatesOf(ImmutableArray<TrustedCertificate> trusted) =>
        [.. trusted.Select(t => t.Certificate)];

    /// <summary>The report of one signature.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="trusted">What it was checked against.</param>
    public static SignatureReport Describe(SignatureVerdict found, ImmutableArray<TrustedCertificate> trusted)
    {
        string? problem = found.Status switch
        {
            SignatureStatus.ContentChanged => "it was changed after it was signed",
            SignatureStatus.BadSignature => "the signature is not over this content, or was changed",
            SignatureStatus.Damaged => "the signature cannot be read",
            _ => null,
        };
        Verdict verdict = found.Status switch
        {
            SignatureStatus.Valid => Verdict.Ok,
            SignatureStatus.NotSigned => Verdict.NotSigned,
            SignatureStatus.UnknownSigner when trusted.IsEmpty => Verdict.NotChecked,
            SignatureStatus.UnknownSigner => Verdict.UnknownSigner,
            _ => Verdict.Damaged,
        };
        return new SignatureReport(
            verdict,
            found.Signer,
            found.Certificate?.ToString(),
            trusted.FirstOrDefault(t => t.Certificate.Equals(found.TrustedBy))?.Source,
            problem);
    }

    /// <summary>
    /// The verdict of several signatures: one good one is enough, as it is for firmware; else a damaged one counts
    /// most.
    /// </summary>
    public static Verdict Combine(ImmutableArray<SignatureReport> signatures) =>
        signatures.Any(s => s.Verdict == Verdict.Ok) ? Verdict.Ok : signatures.Max(s => s.Verdict);

    /// <summary>What a bad signature is called.</summary>
    public static string Message(SignatureReport signature) => signature.Verdict switch
    {
        Verdict.NotSigned => "it is not signed",
        Verdict.UnknownSigner =>
            $"it is signed by {signature.Signer ?? "someone"}, whom no given certificate vouches for",
        _ => signature.Problem ?? "its signature is bad",
    };
}
