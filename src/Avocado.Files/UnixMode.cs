namespace Avocado.Files;

/// <summary>Permission bits, which C# cannot write in octal.</summary>
public static class UnixMode
{
    /// <summary>0755: folders and programs.</summary>
    public const ushort Executable = 0x1ED;

    /// <summary>0644: data.</summary>
    public const ushort Plain = 0x1A4;

    /// <summary>0600: secrets.</summary>
    public const ushort Private = 0x180;

    /// <summary>0777: symbolic links.</summary>
    public const ushort All = 0x1FF;

    /// <summary>Setuid, setgid and sticky.</summary>
    public const ushort Special = 0xE00;

    /// <summary>A mode as people write it, with at least four digits: <c>0644</c>.</summary>
    public static string ToOctal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    /// <summary>The mode whose octal digits read like the decimal number: <c>Octal(2755)</c>.</summary>
    public static ushort Octal(int digits)
    {
        int mode = 0;
        for (int shift = 0; digits > 0; shift += 3, digits /= 10)
        {
            int digit = digits % 10;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 7, nameof(digits));
            mode |= digit << shift;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mode, 0xFFF, nameof(digits));
        return (ushort)mode;
    }
}
