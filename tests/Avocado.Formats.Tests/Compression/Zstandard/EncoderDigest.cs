using System.Diagnostics;
using System.Globalization;
using Avocado.Files;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

/// <summary>What an encoder makes of one input at every level, in this process or another.</summary>
internal static class EncoderDigest
{
    /// <summary>Asks this assembly, run as a program, for the digest.</summary>
    public const string Argument = "zstd-digest";

    private static readonly Lazy<string> Zstd = new(ComputeZstd);

    /// <summary>The digest of this process.</summary>
    public static string OfZstd() => Zstd.Value;

    /// <summary>The digest of a process whose runtime lacks a feature.</summary>
    /// <param name="feature">The variable that switches it off.</param>
    public static string InProcessWithout(string feature)
    {
        var start = new ProcessStartInfo(ForeignTool.Find("dotnet")!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { "exec", typeof(EncoderDigest).Assembly.Location, Argument },
            Environment = { [feature] = "0" },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static string ComputeZstd()
    {
        byte[] content = Samples.PlatformIndependent(250_000);
        using var all = new MemoryStream();
        for (int level = 1; level <= ZstdEncoder.MaxLevel; level++)
        {
            all.Write(ZstdEncoderTests.Compress(new ZstdEncoder(level), content));
            all.Write(ZstdFile.Encode(content.AsSpan(0, 50_000), level));
        }
        return Sha256Digest.Of(all.ToArray()).ToString().ToLower(CultureInfo.InvariantCulture)[..32];
    }
}
