namespace Avocado.Packages.Debian;

/// <summary>
/// The folders in which the dynamic linker looks by itself: lib, usr/lib and their multiarch folders.
/// </summary>
internal static class LibraryFolders
{
    /// <summary>True for such a folder, with or without '/' around it.</summary>
    public static bool Contain(ReadOnlySpan<byte> folder)
    {
        folder = folder.Trim((byte)'/');
        if (folder.StartsWith("usr/"u8))
        {
            folder = folder["usr/".Length..];
        }
        int slash = folder.IndexOf((byte)'/');
        ReadOnlySpan<byte> first = slash < 0 ? folder : folder[..slash];
        ReadOnlySpan<byte> rest = slash < 0 ? [] : folder[(slash + 1)..];
        // Multiarch names are <cpu>-linux-gnu…; folders such as lib/systemd are found by RUNPATH alone.
        return (first.SequenceEqual("lib"u8) || first.SequenceEqual("lib64"u8))
            && (rest.IsEmpty || (!rest.Contains((byte)'/') && rest.IndexOf("-linux-"u8) > 0));
    }
}
