using System.Security.Cryptography;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

[Collection(BuildTestGroup.Name)]
public sealed class RebuildTests(Bench bench)
{
    private const string Disk = "gateway-1.0.0.img";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_second_build_with_nothing_changed_does_no_image_work()
    {
        Outputs before = bench.EnsureBuilt();
        BuildResult again = bench.Copy.DotNet("build", "-v:n").MustSucceed();
        Assert.Equal(before.Stamps, new Outputs(bench.Copy.OutputFolder()).Stamps);
        Assert.Contains("gateway for x86_64-uefi is up to date", again.Output);
        Assert.DoesNotContain("composing", again.Output);
        Assert.DoesNotContain("sha256:", again.Output);
    }

    [Fact]
    public void A_changed_overlay_file_rebuilds_the_image()
    {
        Outputs before = bench.EnsureBuilt();
        File.AppendAllText(bench.Copy.OverlayFile, "# one more line\n");
        BuildResult again = bench.Copy.DotNet("build").MustSucceed();
        Outputs after = new(bench.Copy.OutputFolder());
        Assert.NotEqual(before.Stamps[Disk], after.Stamps[Disk]);
        Assert.NotEqual(bench.RootHash, File.ReadAllText(after.PathOf("rootfs.roothash")));
        Assert.DoesNotContain("made development signing keys", again.Output);
    }

    [Fact]
    public void A_changed_app_rebuilds_its_extension_and_what_lists_it_and_leaves_the_rest()
    {
        string[] parts = ["extension-field-tools.squashfs", "factory.squashfs", "initrd-system"];
        string source = Path.Combine(bench.Copy.Folder, "Gateway.Telemetry", "Program.cs");
        string text = File.ReadAllText(source);
        Outputs before = bench.EnsureBuilt();
        Dictionary<string, string> digests = Digests(before);
        DateTime[] times = Times(parts);
        try
        {
            File.WriteAllText(source, text.Replace("serving on", "listening on", StringComparison.Ordinal));
            bench.Copy.DotNet("build").MustSucceed();
        }
        finally
        {
            File.WriteAllText(source, text);
        }
        Outputs after = new(bench.Copy.OutputFolder());
        Assert.Equal(
            ["extensions/app.raw", "gateway_1.0.0.efi", "runtime.json"],
            Digests(after).Where(d => d.Value != digests[d.Key]).Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.NotEqual(before.Stamps[Disk], after.Stamps[Disk]);
        // Not only the same bytes: nobody made them again.
        Assert.Equal(before.Stamps["rootfs.squashfs"], after.Stamps["rootfs.squashfs"]);
        Assert.Equal(times, Times(parts));
    }

    [ToolFact("kill")]
    public void A_build_that_is_stopped_leaves_the_old_outputs_and_the_next_one_is_as_good_as_the_first()
    {
        string overlay = SampleCopy.OriginalOverlay;
        Outputs before = new(bench.Copy.OutputFolder());
        File.WriteAllText(bench.Copy.OverlayFile, overlay + "# stopped\n");
        // MSBuild takes its time to pass an interrupt on; what the disk takes may be less.
        foreach ((string signal, string output) in ((string, string)[])[("-INT", "rootfs.squashfs"), ("-KILL", Disk)])
        {
            StopWhileWriting(output, signal);
            Assert.Equal(before.Stamps, new Outputs(bench.Copy.OutputFolder()).Stamps);
        }

        File.WriteAllText(bench.Copy.OverlayFile, overlay);
        bench.Copy.DotNet("build").MustSucceed();
        Assert.Null(new Outputs(bench.Copy.OutputFolder()).FirstDifference(bench.Baseline));
    }

    private DateTime[] Times(string[] parts) =>
        [.. parts.Select(p => Path.Combine(bench.Copy.IntermediateFolder, "image", p))
            .Select(p => File.Exists(p) ? File.GetLastWriteTimeUtc(p) : throw new FileNotFoundException(p))];

    private static Dictionary<string, string> Digests(Outputs outputs) =>
        outputs.Stamps.Keys.Where(name => name != Disk).ToDictionary(name => name, name =>
        {
            using FileStream file = File.OpenRead(outputs.PathOf(name));
            return Convert.ToHexString(SHA256.HashData(file));
        });

    private void StopWhileWriting(string output, string signal)
    {
        string staged = Path.Combine(bench.Copy.IntermediateFolder, "staging", output);
        File.Delete(staged);
        using DotNet build = bench.Copy.StartBuild();
        DateTime end = DateTime.UtcNow + s_patience;
        while (!File.Exists(staged))
        {
            Assert.False(build.HasEnded, build.Output);
            Assert.True(DateTime.UtcNow < end, build.Output);
            Thread.Sleep(1);
        }
        ForeignTool.Run("kill", signal, build.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        BuildResult result = build.WaitForEnd();
        Assert.True(result.ExitCode != 0, result.Output);
    }
}
