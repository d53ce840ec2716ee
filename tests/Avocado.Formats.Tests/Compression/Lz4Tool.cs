using System.Buffers.Binary;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

/// <summary>The lz4 tool, which reads and writes frames: blocks with their sizes (lz4_Frame_format.md).</summary>
internal static class Lz4Tool
{
    /// <summary>Magic, version 1 with independent blocks of up to 4 MiB, and the checksum of that.</summary>
    private static ReadOnlySpan<byte> Header => [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73];

    private const int FlagsEnd = 5;

    private const uint Stored = 1u << 31;

    /// <summary>What the tool reads of a block.</summary>
    public static byte[] Decompress(byte[] block)
    {
        var frame = new byte[Header.Length + 4 + block.Length + 4];
        Header.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(Header.Length), block.Length);
        block.CopyTo(frame, Header.Length + 4);
        ToolResult result = ForeignTool.Try("lz4", null, frame, ["-d", "-c"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.OutputBytes;
    }

    /// <summary>The first block that the tool makes of up to 4 MiB; null when it stores it.</summary>
    public static byte[]? Compress(byte[] content, string level)
    {
        ToolResult result = ForeignTool.Try("lz4", null, content, ["-z", "-c", level, "-B7", "-BI", "--no-frame-crc"]);
        Assert.True(result.ExitCode == 0, result.Error);
        ReadOnlySpan<byte> frame = result.OutputBytes;
        // The tool notes a smaller block size where the content is smaller.
        Assert.Equal(Header[..FlagsEnd], frame[..FlagsEnd]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(frame[Header.Length..]);
        return (size & Stored) != 0 ? null : frame.Slice(Header.Length + 4, (int)size).ToArray();
    }
}
