using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

/// <summary>The reference implementation: what decides both about what we read and about what we write.</summary>
internal static class ZstdTool
{
    /// <summary>Compresses a file, whose size the frame then tells.</summary>
    public static byte[] Compress(byte[] content, params string[] options)
    {
        using var folder = new TemporaryFolder();
        folder.Write("content", content);
        ToolResult result = ForeignTool.Try(
            "zstd", null, null, ["-q", "-c", "--single-thread", .. options, folder["content"]]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.OutputBytes;
    }

    /// <summary>Compresses a stream, whose size is not known in advance.</summary>
    public static byte[] CompressStream(byte[] content, params string[] options)
    {
        ToolResult result = ForeignTool.Try("zstd", null, content, ["-q", "-c", "--single-thread", .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.OutputBytes;
    }

    /// <summary>Decompresses what must be sound.</summary>
    public static byte[] Decompress(byte[] file)
    {
        ToolResult result = ForeignTool.Try("zstd", null, file, ["-q", "-dc", "--memory=2048MB"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.OutputBytes;
    }
}
