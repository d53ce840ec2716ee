using System.Globalization;
using System.Text.RegularExpressions;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

[Collection(BuildTestGroup.Name)]
public sealed partial class SameBytesTests(Bench bench)
{
    [NoNetworkFact("setpriv", "chown", "cp")]
    public void Somebody_else_s_build_in_another_folder_gives_the_same_signed_bytes()
    {
        bench.Stranger.Build.MustSucceed();
        Assert.Null(bench.Stranger.Difference);
    }

    [NoNetworkFact("setpriv", "chown", "cp")]
    public void A_locked_build_from_a_filled_cache_needs_no_network()
    {
        Assert.True(bench.Stranger.Copy.Surroundings.WithoutNetwork);
        bench.Stranger.Build.MustSucceed();
    }

    [ToolFact("sha256sum", "cp")]
    public void The_build_prints_one_line_per_output_with_its_size_and_but_for_the_disk_its_digest()
    {
        string[] printed = [.. ArtefactLine().Matches(bench.FirstBuild.Output).Select(m => m.Groups["name"].Value)];
        Assert.Equal(bench.Baseline.Stamps.Keys.Order(), printed.Order());
        foreach (Match line in ArtefactLine().Matches(bench.FirstBuild.Output))
        {
            string name = line.Groups["name"].Value;
            Assert.Equal(
                bench.Baseline.Stamps[name].Size,
                long.Parse(line.Groups["size"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
            // The disk is mostly zeros, which only publish hashes.
            string digest = name.EndsWith(".img", StringComparison.Ordinal)
                ? ""
                : ForeignTool.Run("sha256sum", bench.Baseline.PathOf(name)).Output[..64];
            Assert.Equal(digest, line.Groups["digest"].Value);
        }
    }

    [Fact]
    public void The_first_build_says_that_it_made_development_keys_which_only_their_user_can_read()
    {
        Assert.Contains("made development signing keys", bench.FirstBuild.Output);
        Assert.Contains(bench.Keys, bench.FirstBuild.Output);
        Assert.NotEmpty(Directory.GetFiles(bench.Keys));
        foreach (string key in Directory.GetFiles(bench.Keys, "*.pem").Where(_ => !OperatingSystem.IsWindows()))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(key).UnixFileMode);
        }
    }

    [NoNetworkFact("setpriv", "chown", "cp")]
    public void Clean_removes_what_was_built()
    {
        SampleCopy copy = bench.Stranger.Copy;
        bench.Stranger.Build.MustSucceed();
        copy.DotNet("clean").MustSucceed();
        Assert.Empty(new Outputs(copy.OutputFolder()).Stamps);
        Assert.False(Directory.Exists(copy.OutputFolder()));
        Assert.False(Directory.Exists(copy.IntermediateFolder));
        Assert.False(Directory.Exists(Path.Combine(copy.Folder, "Gateway.Telemetry", "bin", "avocado", "linux-x64")));
        Assert.True(File.Exists(copy.LockFile));
    }

    [GeneratedRegex(@"^  (?<name>\S+)  (?<size>[0-9,]+) bytes(  sha256:(?<digest>[0-9a-f]{64}))?\r?$", RegexOptions.Multiline)]
    private static partial Regex ArtefactLine();
}
