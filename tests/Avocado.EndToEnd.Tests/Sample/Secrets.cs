using System.Text;

namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>Looks for keys and certificates in unpacked file systems.</summary>
internal static class Secrets
{
    public const string PrivateKey = "PRIVATE KEY-----";
    public const string Certificate = "-----BEGIN CERTIFICATE-----";

    /// <summary>Files with one of the texts in them. Programs are left out: they know how keys are spelt.</summary>
    public static IReadOnlyList<string> FindIn(string folder, params string[] texts)
    {
        byte[][] patterns = [.. texts.Select(Encoding.ASCII.GetBytes)];
        return [.. Files(folder).Where(f => Has(f, patterns))];
    }

    /// <summary>Every regular file below a folder.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(
        folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });

    private static bool Has(string file, byte[][] patterns)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        if (bytes.StartsWith("\u007FELF"u8))
        {
            return false;
        }
        foreach (byte[] pattern in patterns)
        {
            if (bytes.IndexOf(pattern) >= 0)
            {
                return true;
            }
        }
        return false;
    }
}
