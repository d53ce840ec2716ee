using System.Globalization;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>Numbers and verdicts as people read them, in Spectre's markup.</summary>
internal static class Words
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A size with three digits.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }
        string format = unit == 0 || value >= 100 ? "0" : value >= 10 ? "0.#" : "0.##";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A number with a word that follows its grammar.</summary>
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A verdict, coloured.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "[green]ok[/]",
        Verdict.NotChecked => "[yellow]not checked[/]",
        Verdict.NotSigned => "[yellow]not signed[/]",
        Verdict.UnknownSigner => "[red]signed by unknown[/]",
        _ => "[red]damaged[/]",
    };

    /// <summary>A signature: verdict, signer, who vouches.</summary>
    public static string Of(SignatureReport signature)
    {
        string signer = signature.Signer is null ? "" : " by " + SafeText.Escape(signature.Signer);
        return signature.Verdict switch
        {
            Verdict.Ok =>
                $"[green]ok[/], signed{signer} [dim](vouched for by {SafeText.Escape(signature.TrustedBy!)})[/]",
            Verdict.NotChecked => $"[yellow]not checked[/], signed{signer} [dim](no certificate given)[/]",
            Verdict.NotSigned => Of(Verdict.NotSigned),
            Verdict.UnknownSigner =>
                "[red]signed by unknown[/]" + (signer.Length == 0 ? "" : ":" + signer[" by".Length..]),
            _ => $"[red]damaged[/], signed{signer}: {SafeText.Escape(signature.Problem ?? "")}",
        };
    }

    /// <summary>What an image is.</summary>
    public static string Of(ImageKind kind) => kind switch
    {
        ImageKind.Disk => "disk image",
        ImageKind.Ddi => "discoverable disk image",
        ImageKind.Efi => "EFI executable",
        ImageKind.FileSystem => "file system",
        ImageKind.Initrd => "initrd",
        _ => "unknown file",
    };
}
