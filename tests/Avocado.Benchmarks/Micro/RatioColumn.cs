using System.Collections.Concurrent;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Avocado.Benchmarks.Micro;

/// <summary>What an encoder leaves of the corpus.</summary>
internal sealed class RatioColumn : IColumn
{
    private static readonly ConcurrentDictionary<string, double> Ratios = [];

    public string Id => nameof(RatioColumn);

    public string ColumnName => "Size";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Compressed size / uncompressed size";

    /// <summary>Notes what was left for the parameters of a benchmark.</summary>
    public static void Note(CodecCase codec, int blockSize, long compressed) =>
        Ratios[Key(codec, blockSize)] = (double)compressed / Corpus.Size;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters[nameof(CodecBenchmarks.Codec)] is CodecCase codec
        && benchmarkCase.Parameters[nameof(CodecBenchmarks.BlockSize)] is int blockSize
        && Ratios.TryGetValue(Key(codec, blockSize), out double ratio)
            ? ratio.ToString("0.0000", CultureInfo.InvariantCulture)
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static string Key(CodecCase codec, int blockSize) => $"{codec} {blockSize}";
}
