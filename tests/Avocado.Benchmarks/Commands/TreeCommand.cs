using Avocado.Benchmarks.Trees;

namespace Avocado.Benchmarks.Commands;

/// <summary>A synthetic tree of small files.</summary>
internal static class TreeCommand
{
    public static void Run(CommandOptions options)
    {
        string folder = options.Required("--output");
        if (Directory.Exists(folder))
        {
            throw new ArgumentException($"{folder} is there already");
        }
        new SyntheticTree(options.Number("--files", 1000), (ulong)options.Number("--seed", 1)).Write(folder);
    }
}
