using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Signing;

namespace Avocado.Cli.Inspect.Efi;

/// <summary>Looks into EFI executables: sections, command line, signatures.</summary>
/// <param name="scope">Where the file lies.</param>
internal sealed class EfiInspector(InspectionScope scope)
{
    private const ushort MachineX64 = 0x8664;
    private const ushort MachineArm64 = 0xAA64;
    private const ushort MachineRiscV64 = 0x5064;

    /// <summary>Whom a boot image with a good signature makes the main system trust.</summary>
    public ImmutableArray<TrustedCertificate> Anchors { get; private set; } = [];

    /// <summary>Inspects a file; null when it cannot be read, which is reported.</summary>
    public UkiReport? Inspect(Content file) => scope.Try(() => Read(file));

    private UkiReport Read(Content file)
    {
        UkiReader uki = UkiReader.Read(file);
        var report = new UkiReport
        {
            Kind = uki.HasKernel ? EfiKind.Uki : uki.IsAddon ? EfiKind.Addon : EfiKind.Application,
            Machine = NameOf(uki.Image.Coff.Machine),
            Sections =
            [
                .. uki.Image.Sections.Select(s => new SectionReport(s.Name, s.ContentSize, s.RawOffset)),
            ],
            Profiles = uki.ProfileCount,
            Verdict = Verdict.Damaged,
            Signatures = [],
        };
        report = CheckSignatures(report, file);
        if (report.Kind == EfiKind.Application)
        {
            return report;
        }
        // Each on its own: one section that cannot be read hides no other.
        return report with
        {
            CommandLine = scope.Try(() => uki.CommandLine),
            KernelVersion = scope.Try(() => uki.Uname),
            OsRelease = scope.Try(uki.ReadOsRelease) ?? report.OsRelease,
            Initrd = uki.Find(UkiSectionName.Initrd) is { } section ? InspectInitrd(uki, section, report.Verdict) : null,
        };
    }

    private UkiReport CheckSignatures(UkiReport report, Content file)
    {
        try
        {
            ImmutableArray<TrustedCertificate> trusted = scope.Trust.Efi;
            ImmutableArray<SignatureReport> signatures =
            [
                .. AuthenticodeVerifier.Verify(file, SignatureCheck.CertificatesOf(trusted))
                    .Select(v => SignatureCheck.Describe(v, trusted)),
            ];
            Verdict verdict = SignatureCheck.Combine(signatures);
            // Nobody asked for a signature when no certificate was given.
            if (verdict is Verdict.Damaged or Verdict.UnknownSigner
                || (verdict == Verdict.NotSigned && !trusted.IsEmpty))
            {
                scope.Report(verdict, SignatureCheck.Message(signatures.First(s => s.Verdict == verdict)));
            }
            return report with
            {
                Verdict = verdict,
                Signatures = verdict == Verdict.NotSigned ? [] : signatures,
                AuthenticodeDigest = AuthenticodeDigest.Compute(file).ToString(),
            };
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
            return report;
        }
    }

    private InitrdReport InspectInitrd(UkiReader uki, PeSectionHeader section, Verdict verdict)
    {
        using Stream stream = uki.Open(section);
        var inspector = new InitrdInspector(scope.In(UkiSectionName.Initrd));
        InitrdReport report = inspector.Inspect(stream, section.ContentSize);
        if (verdict == Verdict.Ok)
        {
            Anchors = [.. inspector.Certificates];
        }
        return report;
    }

    private static string NameOf(ushort machine) => machine switch
    {
        MachineX64 => "x86-64",
        MachineArm64 => "arm64",
        MachineRiscV64 => "riscv64",
        _ => "0x" + machine.ToString("x4", CultureInfo.InvariantCulture),
    };
}
