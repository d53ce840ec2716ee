using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Ar;
using Avocado.Formats.Deb822;
using Avocado.Formats.Tar;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Debian;

/// <summary>Reads a .deb forward (deb(5)): first <see cref="ReadControl"/>, then <see cref="OpenData"/>.</summary>
internal sealed class DebReader
{
    internal const string Format = "Debian package";

    private const string ControlMember = "control.tar";
    private const string DataMember = "data.tar";
    private const int MaxVersionSize = 64;
    private const int MaxControlFile = 4 << 20;
    private const long MaxControlArchive = 64 << 20;

    private readonly ArReader _archive;

    /// <param name="stream">Stands at the first byte; the caller owns it.</param>
    public DebReader(Stream stream)
    {
        _archive = new ArReader(stream);
        if (!_archive.Next(out ArMember member) || member.Name != "debian-binary" || member.Size > MaxVersionSize)
        {
            throw new DamagedFormatException(Format, "it does not begin with debian-binary");
        }
        string version = Encoding.ASCII.GetString(ReadAll(_archive.OpenMember(), member.Size));
        if (!version.StartsWith("2.", StringComparison.Ordinal))
        {
            throw Codes.UnsupportedFormat.Error(Format, $"format version '{version.Trim()}'");
        }
    }

    /// <summary>Reads the control member.</summary>
    /// <exception cref="DamagedFormatException">It is missing or damaged.</exception>
    public DebControl ReadControl()
    {
        Deb822Paragraph? paragraph = null;
        ImmutableArray<UnixPath> configurationFiles = [];
        using Stream stream = OpenMember(ControlMember, MaxControlArchive);
        var tar = new TarReader(stream);
        while (tar.Next() is { } entry)
        {
            if (entry.Type != TarEntryType.RegularFile)
            {
                continue;
            }
            UnixPath path = UnixPath.Parse(entry.Name);
            if (path == "control")
            {
                ImmutableArray<Deb822Paragraph> all = Deb822Reader.ReadAll(ReadFile(entry));
                paragraph = all is [var only] && paragraph is null
                    ? only
                    : throw new DamagedFormatException(Format, "its control file has not exactly one paragraph");
            }
            else if (path == "conffiles")
            {
                configurationFiles = ReadConfigurationFiles(ReadFile(entry));
            }
        }
        return paragraph is null
            ? throw new DamagedFormatException(Format, "it has no control file")
            : new DebControl(paragraph, configurationFiles);
    }

    /// <summary>The tar archive of the package's files.</summary>
    /// <param name="maxSize">Unpacking to more bytes than this is refused as damage.</param>
    /// <exception cref="AvocadoException">It is missing, damaged or in a compression that is not read.</exception>
    public Stream OpenData(long maxSize) => OpenMember(DataMember, maxSize);

    private Stream OpenMember(string name, long maxSize)
    {
        while (_archive.Next(out ArMember member))
        {
            if (member.Name.StartsWith(name, StringComparison.Ordinal))
            {
                return Decompression.Open(_archive.OpenMember(), member.Name[name.Length..], maxSize);
            }
            // Members that begin with '_' are for others to add; anything else is not a package (deb(5)).
            if (!member.Name.StartsWith('_'))
            {
                throw new DamagedFormatException(Format, $"it has '{member.Name}' where {name} should be");
            }
        }
        throw new DamagedFormatException(Format, $"it has no {name}");
    }

    private static ImmutableArray<UnixPath> ReadConfigurationFiles(byte[] bytes) =>
    [
        .. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries)
            // "remove-on-upgrade /path" names a file that the package no longer has.
            .Where(line => line.StartsWith('/'))
            .Select(UnixPath.Parse),
    ];

    private static byte[] ReadFile(TarEntry entry)
    {
        if (entry.Size > MaxControlFile)
        {
            throw new DamagedFormatException(Format, $"a control file of more than {MaxControlFile} bytes");
        }
        return ReadAll(entry.OpenContent(), entry.Size);
    }

    private static byte[] ReadAll(Stream stream, long size)
    {
        var bytes = new byte[size];
        using (stream)
        {
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read == size ? bytes : throw new DamagedFormatException(Format, "it is cut off");
        }
    }
}
