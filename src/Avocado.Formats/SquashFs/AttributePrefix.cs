namespace Avocado.Formats.SquashFs;

/// <summary>The namespaces of extended attributes that SquashFS knows, by their numbers.</summary>
internal static class AttributePrefix
{
    /// <summary>Set in a key's type when its value is a reference to a value stored elsewhere.</summary>
    public const ushort OutOfLine = 0x0100;

    private static readonly string[] Prefixes = ["user.", "trusted.", "security."];

    /// <summary>The number of the namespace of <paramref name="name"/>; null when SquashFS has none for it.</summary>
    public static ushort? Of(string name)
    {
        int index = Array.FindIndex(Prefixes, p => name.StartsWith(p, StringComparison.Ordinal));
        return index < 0 ? null : (ushort)index;
    }

    /// <summary>The text of a namespace, with its dot; null for an unknown number.</summary>
    public static string? TextOf(int type) => type < Prefixes.Length ? Prefixes[type] : null;
}
