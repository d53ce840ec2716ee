using System.Text;

namespace Avocado.Testing;

/// <summary>What a foreign tool said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="OutputBytes">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ToolResult(int ExitCode, byte[] OutputBytes, string Error)
{
    /// <summary>Standard output as UTF-8 text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);
}
