using System.Runtime.InteropServices;

namespace Avocado.Benchmarks.Micro;

/// <summary>The functions of libdeflate, where this machine has it (LD_LIBRARY_PATH is searched, too).</summary>
internal static unsafe class Libdeflate
{
    private static readonly string[] Names = ["libdeflate.so.0", "libdeflate.so", "libdeflate.0.dylib", "libdeflate"];

    private static readonly nint Library = Load();

    /// <summary>Whether it is here.</summary>
    public static bool IsHere => Library != 0;

    /// <summary>Makes a compressor for a level.</summary>
    public static nint NewCompressor(int level) =>
        ((delegate* unmanaged<int, nint>)Find("libdeflate_alloc_compressor"))(level);

    /// <summary>Makes a decompressor.</summary>
    public static nint NewDecompressor() =>
        ((delegate* unmanaged<nint>)Find("libdeflate_alloc_decompressor"))();

    /// <summary>Takes a compressor, source, destination; the result is 0 when the destination is too small.</summary>
    public static delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint> ZlibCompress { get; } =
        (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)Find("libdeflate_zlib_compress");

    /// <summary>Takes a decompressor, source, destination, where the size goes; the result is 0 for success.</summary>
    public static delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int> ZlibDecompress { get; } =
        (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int>)Find("libdeflate_zlib_decompress");

    private static nint Find(string function) => IsHere ? NativeLibrary.GetExport(Library, function) : 0;

    private static nint Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return library;
            }
        }
        return 0;
    }
}
