using System.Diagnostics;
using Avocado.Formats.Compression.Xz;
using BenchmarkDotNet.Attributes;

namespace Avocado.Benchmarks.Micro;

/// <summary>Decoding what the xz tool wrote, as packages come.</summary>
public class XzBenchmarks
{
    private byte[] _compressed = [];

    [GlobalSetup]
    public void SetUp()
    {
        using Process tool = Process.Start(new ProcessStartInfo("xz", ["--stdout", "-6"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("xz does not start");
        using var output = new MemoryStream();
        Task reading = tool.StandardOutput.BaseStream.CopyToAsync(output);
        tool.StandardInput.BaseStream.Write(Corpus.Bytes);
        tool.StandardInput.Close();
        reading.Wait();
        tool.WaitForExit();
        _compressed = tool.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException("xz failed");
    }

    [Benchmark]
    public long Decode() => XzDecoder.Decompress(_compressed, Corpus.Size).Length;
}
