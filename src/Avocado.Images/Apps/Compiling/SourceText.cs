using System.Collections.Immutable;
using System.Text;

namespace Avocado.Images.Apps.Compiling;

/// <summary>Sources that make the compiler read files that no argument names.</summary>
internal static class SourceText
{
    // The key and the permissions of an assembly may be files that attributes name.
    private static readonly ImmutableArray<byte[]> s_words = Encoded("AssemblyKey", "PermissionSet");

    // Documentation may take in parts of other files.
    private static readonly ImmutableArray<byte[]> s_documentationWords = Encoded("<include");

    /// <summary>True when there may be such a file.</summary>
    /// <param name="source">Bytes of the source.</param>
    /// <param name="hasDocumentation">True when the compiler writes documentation.</param>
    public static bool MayReadFiles(ReadOnlySpan<byte> source, bool hasDocumentation) =>
        Contains(source, s_words) || (hasDocumentation && Contains(source, s_documentationWords));

    private static bool Contains(ReadOnlySpan<byte> source, ImmutableArray<byte[]> words)
    {
        foreach (byte[] word in words)
        {
            if (source.IndexOf(word) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static ImmutableArray<byte[]> Encoded(params string[] words) =>
        [.. words.SelectMany(w => (byte[][])
            [Encoding.UTF8.GetBytes(w), Encoding.Unicode.GetBytes(w), Encoding.BigEndianUnicode.GetBytes(w)])];
}
