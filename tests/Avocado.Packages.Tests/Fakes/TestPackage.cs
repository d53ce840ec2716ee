using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;
using Avocado.Packages.Locking;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>A .deb made for a test, with the ar archive written by hand and the tar archives by the BCL.</summary>
internal sealed record TestPackage(string Name, string Version = "1.0")
{
    public string Architecture { get; init; } = "amd64";

    /// <summary>More control fields, such as "Depends: libc6".</summary>
    public string[] Fields { get; init; } = [];

    /// <summary>What the data archive holds; a file with the package's name when nothing is given.</summary>
    public Action<TarWriter>? Data { get; init; }

    /// <summary>Extension and bytes of another data member than the gzip one.</summary>
    public (string Extension, Func<byte[], byte[]> Compress) Compression { get; init; } = (".gz", Gzip);

    public string Conffiles { get; init; } = "";

    public string Path => $"pool/main/{Name}/{Name}_{Version.Split(':')[^1]}_{Architecture}.deb";

    public string Control => string.Join('\n',
        [$"Package: {Name}", $"Version: {Version}", $"Architecture: {Architecture}", "Description: test", .. Fields]);

    /// <summary>The package's paragraph in an index.</summary>
    public string Paragraph(byte[] archive) =>
        $"{Control}\nFilename: {Path}\nSize: {archive.Length}\n"
        + $"SHA256: {Convert.ToHexStringLower(SHA256.HashData(archive))}\n";

    /// <summary>The package as a lock file has it.</summary>
    public LockedPackage Locked(byte[] archive) => new()
    {
        Name = Name,
        Version = Version,
        Architecture = Architecture,
        Size = archive.Length,
        Sha256 = Sha256Digest.Of(archive),
        Feed = "debian",
        Suite = "trixie",
        Path = Path,
        Why = ImmutableSortedDictionary<string, string>.Empty.Add("/", "requested"),
    };

    public byte[] Build()
    {
        using var data = new MemoryStream();
        using (var writer = new TarWriter(data, TarEntryFormat.Gnu, leaveOpen: true))
        {
            (Data ?? (tar => File(tar, $"usr/share/{Name}/name", Name)))(writer);
        }
        using var control = new MemoryStream();
        using (var writer = new TarWriter(control, TarEntryFormat.Gnu, leaveOpen: true))
        {
            File(writer, "control", Control + "\n");
            if (Conffiles.Length > 0)
            {
                File(writer, "conffiles", Conffiles);
            }
        }
        return Archive(
            ("debian-binary", "2.0\n"u8.ToArray()), ("control.tar.gz", Gzip(control.ToArray())),
            ("data.tar" + Compression.Extension, Compression.Compress(data.ToArray())));
    }

    public static byte[] Archive(params (string Name, byte[] Bytes)[] members)
    {
        using var archive = new MemoryStream();
        archive.Write("!<arch>\n"u8);
        foreach ((string name, byte[] bytes) in members)
        {
            archive.Write(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{100644,-8}{bytes.Length,-10}`\n"));
            archive.Write(bytes);
            archive.Write(new byte[bytes.Length & 1]);
        }
        return archive.ToArray();
    }

    public static void File(TarWriter tar, string path, string text, UnixFileMode mode = (UnixFileMode)0x1A4) =>
        File(tar, path, Encoding.UTF8.GetBytes(text), mode);

    public static void File(TarWriter tar, string path, byte[] bytes, UnixFileMode mode = (UnixFileMode)0x1A4) =>
        tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "./" + path)
        {
            DataStream = new MemoryStream(bytes),
            Mode = mode,
            ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        });

    public static void Link(TarWriter tar, TarEntryType type, string path, string target) =>
        tar.WriteEntry(new GnuTarEntry(type, "./" + path) { LinkName = target });

    public static void Folder(TarWriter tar, string path) =>
        tar.WriteEntry(new GnuTarEntry(TarEntryType.Directory, "./" + path + "/") { Mode = (UnixFileMode)0x1ED });

    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return output.ToArray();
    }
}
