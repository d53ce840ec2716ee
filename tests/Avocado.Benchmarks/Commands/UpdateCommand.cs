using Avocado.Files;

namespace Avocado.Benchmarks.Commands;

/// <summary>
/// What an update has to send when it sends blocks of 4 KiB: each one that the earlier image has nowhere, once.
/// </summary>
internal static class UpdateCommand
{
    private const int BlockSize = 4096;

    public static void Run(CommandOptions options)
    {
        string earlier = options.Required("--earlier");
        string image = options.Required("--image");
        string output = options.Required("--output");
        options.RequireAllUsed();
        var known = new HashSet<Sha256Digest> { Sha256Digest.Of(new byte[BlockSize]) };
        foreach (ReadOnlyMemory<byte> block in Blocks(earlier))
        {
            known.Add(Sha256Digest.Of(block.Span));
        }
        using FileStream sent = File.Create(output);
        foreach (ReadOnlyMemory<byte> block in Blocks(image))
        {
            if (known.Add(Sha256Digest.Of(block.Span)))
            {
                sent.Write(block.Span);
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(string path)
    {
        using FileStream file = File.OpenRead(path);
        var block = new byte[BlockSize];
        int read;
        while ((read = file.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false)) > 0)
        {
            yield return block.AsMemory(0, read);
        }
    }
}
