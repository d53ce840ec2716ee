using Avocado.Signing;

namespace Avocado.Benchmarks.Commands;

/// <summary>Makes the keys that signed images are measured with: making them is no part of a build.</summary>
internal static class KeysCommand
{
    public static void Run(CommandOptions options)
    {
        using DevelopmentKeySet keys = DevelopmentKeys.Open(options.Required("--output"));
        Console.WriteLine(keys.Folder);
    }
}
