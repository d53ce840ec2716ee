using Avocado.Files;
using Avocado.Formats.Verity;
using BenchmarkDotNet.Attributes;

namespace Avocado.Benchmarks.Micro;

/// <summary>Digests and hash trees.</summary>
public class HashBenchmarks
{
    private readonly VerityParameters _parameters = new(new byte[Sha256Digest.Size], Guid.Empty);

    [GlobalSetup]
    public void SetUp() => _ = Corpus.Bytes;

    [Benchmark]
    public Sha256Digest Sha256() => Sha256Digest.Of(Corpus.Bytes);

    [Benchmark]
    public Sha256Digest VerityOneThread() => Build(1);

    [Benchmark]
    public Sha256Digest VerityAllThreads() => Build(Environment.ProcessorCount);

    private Sha256Digest Build(int threads)
    {
        using var builder = new VerityTreeBuilder(_parameters, threads);
        builder.Append(Corpus.Bytes);
        return builder.Complete().RootHash;
    }
}
