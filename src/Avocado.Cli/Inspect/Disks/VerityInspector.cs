using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Verity;
using Avocado.Signing;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>
/// Checks a file system against its hash tree, and the tree against everything that names its root hash: the ids of
/// the partitions, the signature, boot images.
/// </summary>
/// <param name="scope">Where the file system lies.</param>
/// <param name="plan">Its partitions.</param>
/// <param name="bootClaims">What boot images name.</param>
internal sealed class VerityInspector(
    InspectionScope scope, VolumePlan plan, IReadOnlyList<BootClaim> bootClaims)
{
    /// <summary>True when every byte of the file system was found to be what the tree says.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>The boot images' claims that are about this file system and right.</summary>
    public List<BootClaim> Confirmed { get; } = [];

    /// <summary>Inspects the tree and the signature; all streams are views of one disk.</summary>
    public VerityReport Inspect(Stream data, Stream hash, Stream? signaturePartition)
    {
        VeritySignature? signature = signaturePartition is null
            ? null
            : scope.Try(() => SignatureCheck.ReadPartition(signaturePartition));
        var report = new VerityReport { Verdict = Verdict.Damaged };
        try
        {
            HashTree tree = HashTree.Read(hash);
            Sha256Digest rootHash = tree.RootHashOver(data);
            report = report with
            {
                RootHash = rootHash.ToString(),
                Uuid = tree.Superblock.Uuid,
                BlockSize = tree.Superblock.DataBlockSize,
                DataBlocks = tree.Superblock.DataBlocks,
                Salt = Convert.ToHexStringLower(tree.Superblock.Salt.Span),
                Claims = [.. Claims(rootHash, signature)],
            };
            report = Verify(report, rootHash, data, hash);
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
            report = report with
            {
                Verdict = error.Code == Codes.UnsupportedFormat ? Verdict.NotChecked : Verdict.Damaged,
                Problem = error.Message,
            };
        }
        return CheckSignature(report, signature, signaturePartition is not null);
    }

    private VerityReport Verify(VerityReport report, Sha256Digest rootHash, Stream data, Stream hash)
    {
        if (VerityVerifier.FindFault(data, hash, rootHash, scope.Options.Threads, scope.Cancellation) is { } fault)
        {
            scope.Report(Verdict.Damaged, fault.ToString(), Codes.DamagedFormat.Id);
            return report with { Problem = fault.ToString() };
        }
        IsVerified = true;
        RootHashClaim? wrong = report.Claims.FirstOrDefault(c => !c.Agrees);
        if (wrong is not null)
        {
            string problem =
                $"the hash tree comes to {report.RootHash}; by the {wrong.Source} it should be {wrong.RootHash}";
            scope.Report(Verdict.Damaged, problem);
            return report with { Problem = problem };
        }
        if (report.Claims.IsEmpty)
        {
            scope.Note("nothing here names its root hash: data and tree fit together, but both may be replaced");
            return report with { Verdict = Verdict.NotChecked };
        }
        return report with { Verdict = Verdict.Ok };
    }

    private IEnumerable<RootHashClaim> Claims(Sha256Digest rootHash, VeritySignature? signature)
    {
        if (ClaimOfIds(rootHash) is { } ids)
        {
            yield return new RootHashClaim("partition ids", ids.ToString(), ids == rootHash);
        }
        if (signature is not null)
        {
            yield return new RootHashClaim("signature", signature.RootHash.ToString(), signature.RootHash == rootHash);
        }
        foreach (BootClaim claim in bootClaims)
        {
            bool agrees = claim.RootHash == rootHash;
            if (agrees)
            {
                Confirmed.Add(claim);
            }
            if (agrees || claim.Concerns(plan.Data.Entry.Id, plan.Hash!.Entry.Id))
            {
                yield return new RootHashClaim(claim.Source, claim.RootHash.ToString(), agrees);
            }
        }
    }

    /// <summary>
    /// The root hash that the ids spell. Tools that know nothing of this give random ids, which say that they are
    /// (RFC 9562, version 4): two such ids claim nothing, unless one of them is half of the hash.
    /// </summary>
    private Sha256Digest? ClaimOfIds(Sha256Digest rootHash)
    {
        (Guid data, Guid hash) = (plan.Data.Entry.Id, plan.Hash!.Entry.Id);
        (Guid expectedData, Guid expectedHash) = SeededIds.VerityPartitions(rootHash);
        bool isClaim = data == expectedData || hash == expectedHash || !(IsRandom(data) && IsRandom(hash));
        return isClaim ? SeededIds.RootHash(data, hash) : null;
    }

    private static bool IsRandom(Guid id)
    {
        const int Random = 4;
        // Some tools (libfdisk) write the first three fields in the other byte order: the version is in the next byte.
        int swapped = id.ToByteArray()[6] >> 4;
        return id.Variant is >= 0x8 and <= 0xB && (id.Version == Random || swapped == Random);
    }

    private VerityReport CheckSignature(VerityReport report, VeritySignature? signature, bool hasPartition)
    {
        ImmutableArray<TrustedCertificate> trusted = scope.Trust.Verity;
        if (signature is null)
        {
            // A root hash in a boot image that is trusted is as good as a signature.
            if (scope.Trust.RequiresVeritySignature && !Confirmed.Any(c => c.IsTrusted) && report.RootHash is not null)
            {
                scope.Report(Verdict.NotSigned, "its root hash is not signed");
            }
            return report with
            {
                Signature = hasPartition ? new SignatureReport(Verdict.NotSigned) : null,
            };
        }
        SignatureReport found = SignatureCheck.Describe(
            VeritySignatureVerifier.Verify(
                signature.RootHash, signature.Pkcs7.Span, SignatureCheck.CertificatesOf(trusted)),
            trusted);
        if (found.Verdict is Verdict.Damaged or Verdict.UnknownSigner)
        {
            scope.Report(found.Verdict, "root hash: " + SignatureCheck.Message(found));
        }
        return report with { Signature = found };
    }
}
