using Avocado.Benchmarks.Trees;

namespace Avocado.Benchmarks.Commands;

/// <summary>Brings packages into the package cache. What is there is not made again.</summary>
internal static class UnpackCommand
{
    public static void Run(CommandOptions options)
    {
        string list = options.Required("--packages");
        string cache = options.Required("--cache");
        int threads = options.Number("--threads", Environment.ProcessorCount);
        var watch = new Stopwatches(options.Has("--verbose"));
        // Archives are put into the cache beforehand: loading them is no part of what is measured.
        if (options.Has("--prepare"))
        {
            PackageTree.AddArchives(list, cache);
            return;
        }
        PackageTree.Fetch(list, cache, threads);
        watch.Lap("unpack");
    }
}
