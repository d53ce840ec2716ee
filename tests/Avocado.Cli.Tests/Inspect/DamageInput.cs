using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>
/// Has damaged forms of an image inspected and rendered: no exception may come out, and what is protected must be
/// found to be bad.
/// </summary>
internal static class DamageInput
{
    /// <summary>Cuts the image off, flips bits and overwrites bytes, most of them in its headers.</summary>
    public static void Run(TemporaryFolder folder, byte[] good, InspectionOptions options, int headers)
    {
        Assert.False(IsBad(folder, good, options));
        var run = new DamageRun(good, bytes =>
        {
            if (IsBad(folder, bytes, options))
            {
                throw new DamagedFormatException("sample", "found");
            }
        });
        run.Truncate(everyLengthTo: 40).FlipBits(60, 0, headers).Overwrite(60, 0, headers).FlipBits(60).Overwrite(60);
        Assert.True(run.Refused > run.Accepted, $"{run.Accepted} of {run.Accepted + run.Refused} were good");
    }

    private static bool IsBad(TemporaryFolder folder, byte[] bytes, InspectionOptions options)
    {
        string path = folder.Write("damaged", bytes);
        InspectionReport report = ImageInspector.Inspect(
            path, options with { Threads = 1, ListFiles = true }, CancellationToken.None);
        using var json = new MemoryStream();
        ReportJson.Write(report, json);
        using var text = new StringWriter();
        PlainConsole.Write(text, console => ReportText.Write(report, console));
        Assert.DoesNotContain(text.ToString(), c => char.IsControl(c) && c != '\n');
        return !report.Findings.IsEmpty;
    }
}
