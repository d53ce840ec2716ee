using System.Runtime.InteropServices;
using System.Text;
using Avocado.Files;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Extended attributes of host files, by the C library: no tool for them is installed everywhere.</summary>
internal static class HostXattr
{
    /// <summary>More than the tests' attributes have.</summary>
    private const int MaxLength = 4096;

    /// <summary>True when the attribute was set; some file systems have none.</summary>
    public static bool TrySet(string path, string name, byte[] value) =>
        lsetxattr(Bytes(path), Bytes(name), value, (nuint)value.Length, 0) == 0;

    public static IReadOnlyList<ExtendedAttribute> Get(string path)
    {
        var list = new byte[MaxLength];
        int length = (int)llistxattr(Bytes(path), list, (nuint)list.Length);
        string[] names = Encoding.UTF8.GetString(list, 0, Math.Max(0, length))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Order(StringComparer.Ordinal).Select(n => new ExtendedAttribute(n, Value(path, n)))];
    }

    private static byte[] Value(string path, string name)
    {
        var value = new byte[MaxLength];
        return value[..(int)lgetxattr(Bytes(path), Bytes(name), value, (nuint)value.Length)];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + "\0");

    [DllImport("libc")]
    private static extern int lsetxattr(byte[] path, byte[] name, byte[] value, nuint size, int flags);

    [DllImport("libc")]
    private static extern nint lgetxattr(byte[] path, byte[] name, byte[] value, nuint size);

    [DllImport("libc")]
    private static extern nint llistxattr(byte[] path, byte[] list, nuint size);
}
