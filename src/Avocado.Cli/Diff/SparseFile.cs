using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Cli.Diff;

/// <summary>
/// Tells where a file has data. What lies between is zeros, which need not be read: a disk image is mostly holes.
/// </summary>
internal sealed partial class SparseFile
{
    // lseek(2) of Linux. Elsewhere, and on file systems without holes, all of a file is data.
    private const int SeekData = 3;
    private const int NoMoreData = 6;

    private readonly SafeFileHandle? _file;
    private readonly long _length;

    private SparseFile(SafeFileHandle? file, long length)
    {
        _file = file;
        _length = length;
    }

    /// <summary>The holes of a file; of any other stream none are known.</summary>
    public static SparseFile Of(Stream stream) => new(
        stream is FileStream file && OperatingSystem.IsLinux() && Environment.Is64BitProcess ? file.SafeFileHandle : null,
        stream.Length);

    /// <summary>The first place with data from a position on; the file's length when only a hole follows.</summary>
    public long NextData(long position)
    {
        if (_file is null || position >= _length)
        {
            return position;
        }
        // Moves the file's own position, which nothing uses: .NET reads at places that it names.
        long next = Seek(_file, position, SeekData);
        return next >= 0 ? next
            : Marshal.GetLastPInvokeError() == NoMoreData ? _length
            : position;
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
