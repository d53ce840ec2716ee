using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Avocado.Benchmarks.Micro;

/// <summary>Runs the kernels' benchmarks with BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs what the options select.</summary>
    public static int Run(string[] args)
    {
        int corpus = Array.IndexOf(args, "--corpus");
        if (corpus >= 0 && corpus + 1 < args.Length)
        {
            Corpus.Folder = args[corpus + 1];
            args = [.. args[..corpus], .. args[(corpus + 2)..]];
        }
        // In this process: a generated project would take the repository's warnings and package rules along.
        Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(new ThroughputColumn(), new RatioColumn())
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default);
        bool ran = BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(args, config)
            .Any(summary => !summary.HasCriticalValidationErrors);
        return ran ? 0 : 1;
    }
}
