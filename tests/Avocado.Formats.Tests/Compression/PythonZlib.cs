using System.Buffers.Binary;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

/// <summary>Runs zlib, by way of python, over many buffers at once.</summary>
internal static class PythonZlib
{
    /// <param name="body">Python that makes <c>result</c> of <c>data</c>.</param>
    /// <param name="buffers">The values of <c>data</c>.</param>
    public static byte[][] Map(string body, byte[][] buffers)
    {
        string script = $"""
            import struct, sys, zlib
            source, output = sys.stdin.buffer, sys.stdout.buffer
            while head := source.read(4):
                data = source.read(struct.unpack("<I", head)[0])
            {string.Join('\n', body.Split('\n').Select(line => "    " + line))}
                output.write(struct.pack("<I", len(result)) + result)
            """;
        using var input = new MemoryStream();
        Span<byte> size = stackalloc byte[4];
        foreach (byte[] buffer in buffers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, buffer.Length);
            input.Write(size);
            input.Write(buffer);
        }
        string[] arguments = ["-c", script];
        ToolResult result = ForeignTool.Try("python3", null, input.ToArray(), arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        var results = new List<byte[]>();
        for (ReadOnlySpan<byte> left = result.OutputBytes; !left.IsEmpty;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(left);
            results.Add(left.Slice(4, length).ToArray());
            left = left[(4 + length)..];
        }
        Assert.Equal(buffers.Length, results.Count);
        return [.. results];
    }
}
