using Avocado.Benchmarks.Trees;

namespace Avocado.Benchmarks.Commands;

/// <summary>A file for the boot partition of synthetic images.</summary>
internal static class KernelCommand
{
    public static void Run(CommandOptions options)
    {
        var bytes = new byte[options.Number("--size", 12 << 20)];
        new SeededNumbers(1).Fill(bytes);
        File.WriteAllBytes(options.Required("--output"), bytes);
    }
}
