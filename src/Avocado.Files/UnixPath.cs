using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Files;

/// <summary>
/// A path inside an image: UTF-8 bytes, relative to the image's root, components separated by one '/', without
/// leading or trailing '/', without "." and "..". The root itself is the empty path. Compared by bytes, which is
/// the order of every table this project writes (.NET's ordinal order is that of UTF-16 and differs).
/// </summary>
public readonly struct UnixPath : IEquatable<UnixPath>, IComparable<UnixPath>
{
    /// <summary>Linux refuses longer names (NAME_MAX).</summary>
    public const int MaxNameLength = 255;

    /// <summary>Linux refuses longer paths (PATH_MAX, less its NUL and our leading '/').</summary>
    public const int MaxLength = 4094;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[]? _bytes;

    private UnixPath(byte[] bytes) => _bytes = bytes;

    /// <summary>The root of the image: the empty path.</summary>
    public static UnixPath Root => default;

    /// <summary>The path's bytes, without leading '/'.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>True for the root of the image.</summary>
    public bool IsRoot => Length == 0;

    /// <summary>The last component, empty for the root.</summary>
    public ReadOnlySpan<byte> Name => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The last component as text.</summary>
    public string NameText => Encoding.UTF8.GetString(Name);

    /// <summary>The containing folder; the root's parent is the root.</summary>
    public UnixPath Parent => Bytes.LastIndexOf((byte)'/') is var slash and > 0
        ? new UnixPath(Bytes[..slash].ToArray())
        : Root;

    /// <summary>
    /// Reads a path as archives and project files spell it: leading "./" or "/", repeated and trailing '/' are
    /// dropped.
    /// </summary>
    /// <exception cref="AvocadoException">AVO0101: the path has "..", a NUL, bad UTF-8 or is too long.</exception>
    public static UnixPath Parse(ReadOnlySpan<byte> path)
    {
        var result = new byte[path.Length];
        int length = 0;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (name.IsEmpty || name.SequenceEqual("."u8))
            {
                continue;
            }
            if (name.SequenceEqual(".."u8) || name.Contains((byte)0) || name.Length > MaxNameLength)
            {
                throw Refuse(path);
            }
            if (length > 0)
            {
                result[length++] = (byte)'/';
            }
            name.CopyTo(result.AsSpan(length));
            length += name.Length;
        }
        if (length > MaxLength || !System.Text.Unicode.Utf8.IsValid(result.AsSpan(0, length)))
        {
            throw Refuse(path);
        }
        return length == 0 ? Root : new UnixPath(result.AsSpan(0, length).ToArray());
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static UnixPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(Strict.GetBytes(path));
        }
        catch (EncoderFallbackException)
        {
            throw Refuse(Encoding.UTF8.GetBytes(path));
        }
    }

    /// <summary>A literal path in our own code.</summary>
    public static implicit operator UnixPath(string path) => Parse(path);

    /// <summary>The path of <paramref name="relative"/> below this folder.</summary>
    public static UnixPath operator /(UnixPath folder, UnixPath relative)
    {
        if (folder.IsRoot || relative.IsRoot)
        {
            return folder.IsRoot ? relative : folder;
        }
        if (folder.Length + 1 + relative.Length > MaxLength)
        {
            throw Refuse(relative.Bytes);
        }
        var bytes = new byte[folder.Length + 1 + relative.Length];
        folder.Bytes.CopyTo(bytes);
        bytes[folder.Length] = (byte)'/';
        relative.Bytes.CopyTo(bytes.AsSpan(folder.Length + 1));
        return new UnixPath(bytes);
    }

    /// <summary>True when this path is <paramref name="folder"/> or lies below it.</summary>
    public bool IsIn(UnixPath folder) =>
        folder.IsRoot
        || (Bytes.StartsWith(folder.Bytes) && (Length == folder.Length || Bytes[folder.Length] == (byte)'/'));

    /// <summary>This path as seen from <paramref name="folder"/>, which must contain it.</summary>
    public UnixPath RelativeTo(UnixPath folder)
    {
        if (!IsIn(folder))
        {
            throw new ArgumentException($"{this} is not below {folder}", nameof(folder));
        }
        return folder.IsRoot ? this
            : Length == folder.Length ? Root
            : new UnixPath(Bytes[(folder.Length + 1)..].ToArray());
    }

    /// <inheritdoc/>
    public int CompareTo(UnixPath other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <inheritdoc/>
    public bool Equals(UnixPath other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnixPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The path as text, with a leading '/'.</summary>
    public override string ToString() => "/" + Encoding.UTF8.GetString(Bytes);

    public static bool operator ==(UnixPath left, UnixPath right) => left.Equals(right);

    public static bool operator !=(UnixPath left, UnixPath right) => !left.Equals(right);

    public static bool operator <(UnixPath left, UnixPath right) => left.CompareTo(right) < 0;

    public static bool operator >(UnixPath left, UnixPath right) => left.CompareTo(right) > 0;

    public static bool operator <=(UnixPath left, UnixPath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UnixPath left, UnixPath right) => left.CompareTo(right) >= 0;

    private static AvocadoException Refuse(ReadOnlySpan<byte> path) =>
        Codes.BadPath.Error(Printable(path));

    private static string Printable(ReadOnlySpan<byte> path)
    {
        string text = Encoding.UTF8.GetString(path.Length > 200 ? path[..200] : path);
        return string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
    }
}
