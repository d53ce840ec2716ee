namespace Avocado.Formats.Pe;

/// <summary>What is common to all of this folder: the PE32+ file format of UEFI executables.</summary>
internal static class PeFile
{
    /// <summary>The format's name in messages.</summary>
    public const string Name = "EFI executable";

    /// <summary>All headers of a file we read lie in this many bytes; real ones need less than 4 KiB.</summary>
    public const int LargestHeaders = 1 << 16;

    /// <summary>Rounds up to a power of two.</summary>
    public static long AlignUp(long value, long alignment) => checked(value + alignment - 1) & ~(alignment - 1);
}
