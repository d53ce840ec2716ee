using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;
using Avocado.Packages.Caching;

namespace Avocado.Images.Modules;

/// <summary>
/// What the modules of a kernel say of themselves, kept in the content store: to learn it all of them have to be
/// unpacked, and a kernel's package never changes.
/// </summary>
/// <param name="store">Where it is kept.</param>
public sealed class ModuleCatalog(ContentStore store)
{
    private const string FormatName = "module catalogue";
    private const string Output = "modules";

    /// <summary>No kernel has more modules, and no module more fields.</summary>
    private const int MaxCount = 1 << 20;

    /// <summary>The code that reads modules, so that another version of it reads them again.</summary>
    private static readonly string s_reader = typeof(ModuleInfo).Module.ModuleVersionId.ToString();

    /// <summary>The modules, from the store or by reading them.</summary>
    /// <param name="modules">Paths relative to the kernel's folder, with the digests of the files.</param>
    /// <param name="read">Reads all of them, in the same order.</param>
    /// <param name="cancellation">Stops asking.</param>
    internal ModuleFile[] Get(
        IReadOnlyList<(string Path, Sha256Digest Digest)> modules, Func<ModuleFile[]> read,
        CancellationToken cancellation)
    {
        var builder = new ActionKeyBuilder("kernel-modules", 1).Add("reader", s_reader);
        foreach ((string path, Sha256Digest digest) in modules)
        {
            builder.Add("path", path).Add("file", digest);
        }
        ActionKey key = builder.ToKey();
        if (TryLoad(key, cancellation) is { } known)
        {
            return known;
        }
        ModuleFile[] files = read();
        store.Put(key, [KeyValuePair.Create(Output, store.AddBlob(Write(files)))]);
        return files;
    }

    private ModuleFile[]? TryLoad(ActionKey key, CancellationToken cancellation)
    {
        if (store.TryGetAsync(key, cancellation).GetAwaiter().GetResult() is not { } result
            || !result.Outputs.TryGetValue(Output, out Blob blob) || !store.HasGood(blob))
        {
            return null;
        }
        try
        {
            using var stream = new FileStream(
                store.PathOf(blob), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
            return Read(stream);
        }
        catch (Exception error) when (error is IOException or DamagedFormatException)
        {
            return null;
        }
    }

    /// <summary>Count; for each module its path, its fields, the symbols it exports and those it needs.</summary>
    internal static byte[] Write(ModuleFile[] files)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(files.Length);
        foreach (ModuleFile file in files)
        {
            writer.Write(file.Path);
            writer.Write(file.Info.Fields.Length);
            foreach ((string name, string value) in file.Info.Fields)
            {
                writer.Write(name);
                writer.Write(value);
            }
            WriteAll(writer, file.Info.ExportedSymbols);
            WriteAll(writer, file.Info.NeededSymbols);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DamagedFormatException">It is damaged.</exception>
    internal static ModuleFile[] Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            var files = new List<ModuleFile>();
            for (int count = ReadCount(reader); count > 0; count--)
            {
                string path = reader.ReadString();
                var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
                for (int field = ReadCount(reader); field > 0; field--)
                {
                    fields.Add(new(reader.ReadString(), reader.ReadString()));
                }
                files.Add(new ModuleFile(path, new ModuleInfo
                {
                    Fields = fields.ToImmutable(),
                    ExportedSymbols = ReadAll(reader),
                    NeededSymbols = ReadAll(reader),
                }));
            }
            return [.. files];
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or IOException)
        {
            throw new DamagedFormatException(FormatName, error.Message);
        }
    }

    private static void WriteAll(BinaryWriter writer, ImmutableArray<string> texts)
    {
        writer.Write(texts.Length);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }

    private static ImmutableArray<string> ReadAll(BinaryReader reader)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        for (int count = ReadCount(reader); count > 0; count--)
        {
            texts.Add(reader.ReadString());
        }
        return texts.ToImmutable();
    }

    private static int ReadCount(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        return count is >= 0 and <= MaxCount
            ? count
            : throw new DamagedFormatException(FormatName, $"it has {count} of something");
    }
}
