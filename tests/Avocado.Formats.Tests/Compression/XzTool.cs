using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

/// <summary>XZ files made by xz.</summary>
internal static class XzTool
{
    public static byte[] Compress(byte[] content, params string[] options)
    {
        ToolResult result = ForeignTool.Try("xz", null, content, ["-z", "-c", "-T1", .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.OutputBytes;
    }
}
