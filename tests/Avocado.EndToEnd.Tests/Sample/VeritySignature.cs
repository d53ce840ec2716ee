using System.Text.Json;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>The JSON of a verity-sig partition.</summary>
internal sealed record VeritySignature(string RootHash, byte[] Der)
{
    public static VeritySignature Read(string partition)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(partition).TrimEnd('\0'));
        return new VeritySignature(
            json.RootElement.GetProperty("rootHash").GetString()!,
            json.RootElement.GetProperty("signature").GetBytesFromBase64());
    }

    public void AssertSignedBy(string certificate, string rootHash, string scratch)
    {
        Assert.Equal(rootHash, RootHash);
        ToolResult result = Verify(certificate, rootHash, scratch);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    public bool IsSignedBy(string certificate, string rootHash, string scratch) =>
        Verify(certificate, rootHash, scratch).ExitCode == 0;

    private ToolResult Verify(string certificate, string rootHash, string scratch)
    {
        File.WriteAllBytes(scratch + ".der", Der);
        File.WriteAllText(scratch + ".hash", rootHash);
        return ForeignTool.Try("openssl", "smime", "-verify", "-in", scratch + ".der", "-inform", "DER",
            "-content", scratch + ".hash", "-certfile", certificate, "-nointern", "-noverify", "-binary");
    }
}
