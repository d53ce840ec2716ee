namespace Avocado.Packages.Transfer;

/// <summary>How a download ended.</summary>
/// <param name="Outcome">The kind of end.</param>
/// <param name="Reason">For people: what each address answered; empty when all went well.</param>
/// <param name="Address">The address that decided the outcome, where one did.</param>
public sealed record DownloadResult(DownloadOutcome Outcome, string Reason, Uri? Address);
