using System.IO.Compression;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Xz;
using Avocado.Formats.Compression.Zstandard;

namespace Avocado.Formats.Kmod;

/// <summary>A kernel module in the folder of its kernel.</summary>
/// <param name="Path">Relative to the kernel's folder: "kernel/fs/squashfs/squashfs.ko.xz".</param>
/// <param name="Info">What it says of itself.</param>
public sealed record ModuleFile(string Path, ModuleInfo Info)
{
    private const string Plain = ".ko";
    private const string Xz = ".ko.xz";
    private const string Gzip = ".ko.gz";
    private const string Zstandard = ".ko.zst";

    /// <summary>Above the largest module that is known (some with debug information reach 100 MB).</summary>
    private const int MaxSize = 256 << 20;

    /// <summary>The name the kernel knows it by.</summary>
    public string Name { get; } = NameOf(Path);

    /// <summary>True when a file's name is that of a module.</summary>
    public static bool IsModule(string path) =>
        path.EndsWith(Plain, StringComparison.Ordinal) || path.EndsWith(Xz, StringComparison.Ordinal)
        || path.EndsWith(Gzip, StringComparison.Ordinal) || path.EndsWith(Zstandard, StringComparison.Ordinal);

    /// <summary>A module's name from a path or a user's word: up to the first '.', with '_' for '-'.</summary>
    public static string NameOf(string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        int dot = file.IndexOf('.', StringComparison.Ordinal);
        return (dot < 0 ? file : file[..dot]).Replace('-', '_');
    }

    /// <summary>A path without the ending that says how the module is compressed.</summary>
    public static string PlainPath(string path)
    {
        foreach (string ending in (ReadOnlySpan<string>)[Xz, Gzip, Zstandard])
        {
            if (path.EndsWith(ending, StringComparison.Ordinal))
            {
                return path[..^(ending.Length - Plain.Length)];
            }
        }
        return path;
    }

    /// <summary>Reads a module, compressed or not.</summary>
    /// <exception cref="DamagedFormatException">The module or its compression is damaged.</exception>
    public static ModuleFile Read(string path, Content content) => new(path, ModuleInfo.Read(Unpack(path, content)));

    /// <summary>The object file itself.</summary>
    /// <param name="path">Its ending says how the content is compressed.</param>
    /// <param name="content">The file as it is stored.</param>
    /// <exception cref="DamagedFormatException">The compression is damaged, or hides too much.</exception>
    public static byte[] Unpack(string path, Content content)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        if (content.Size > MaxSize)
        {
            throw new DamagedFormatException("kernel module", $"{path} has {content.Size} bytes");
        }
        var stored = new byte[content.Size];
        using (Stream stream = content.Open())
        {
            stream.ReadExactly(stored);
        }
        return path.EndsWith(Xz, StringComparison.Ordinal) ? XzDecoder.Decompress(stored, MaxSize)
            : path.EndsWith(Zstandard, StringComparison.Ordinal) ? ZstdDecoder.Decompress(stored, MaxSize)
            : path.EndsWith(Gzip, StringComparison.Ordinal) ? Gunzip(path, stored)
            : stored;
    }

    private static byte[] Gunzip(string path, byte[] stored)
    {
        using var source = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var target = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                target.Write(buffer, 0, read);
                if (target.Length > MaxSize)
                {
                    throw new DamagedFormatException("kernel module", $"{path} unpacks to more than {MaxSize} bytes");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new DamagedFormatException("kernel module", $"{path} is not what gzip writes");
        }
        return target.ToArray();
    }
}
