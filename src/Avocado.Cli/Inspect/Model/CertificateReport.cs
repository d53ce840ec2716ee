namespace Avocado.Cli.Inspect.Model;

/// <summary>A certificate.</summary>
/// <param name="Source">Where it came from: a file's name, or the boot image whose initrd has it.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Fingerprint">SHA-256 of its DER form.</param>
internal sealed record CertificateReport(string Source, string Subject, string Fingerprint);
