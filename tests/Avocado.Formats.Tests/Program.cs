using Avocado.Formats.Tests.Compression.Zstandard;

namespace Avocado.Formats.Tests;

/// <summary>What tests ask of a process of its own, with another runtime configuration than theirs.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [EncoderDigest.Argument])
        {
            return 1;
        }
        Console.Out.WriteLine(EncoderDigest.OfZstd());
        return 0;
    }
}
