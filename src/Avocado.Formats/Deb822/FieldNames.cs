using System.Text;

namespace Avocado.Formats.Deb822;

/// <summary>The few field names a reader keeps, found by their bytes without making text of them.</summary>
internal sealed class FieldNames(IEnumerable<string> names)
{
    private readonly (byte[] Bytes, string Text)[] _names =
        [.. names.Select(name => (Encoding.ASCII.GetBytes(name), name))];

    /// <summary>The caller's spelling of a name, or null when it is not among them.</summary>
    public string? Find(ReadOnlySpan<byte> name)
    {
        foreach ((byte[] bytes, string text) in _names)
        {
            if (bytes.Length == name.Length && Ascii.EqualsIgnoreCase(name, bytes))
            {
                return text;
            }
        }
        return null;
    }
}
