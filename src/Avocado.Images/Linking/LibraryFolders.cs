using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Elf;

namespace Avocado.Images.Linking;

/// <summary>The folders in which a program's loader looks by itself.</summary>
internal static class LibraryFolders
{
    private static readonly UnixPath Cache = "etc/ld.so.cache";
    private static readonly UnixPath Configuration = "etc/ld.so.conf";
    private static readonly UnixPath ConfigurationFolder = "etc/ld.so.conf.d";

    /// <summary>Debian's name for the libraries of a machine; null for machines it has none for.</summary>
    public static string? MultiarchTuple(ElfFile file) => file.Machine switch
    {
        ElfMachine.X86_64 => file.Ident.Is64Bit ? "x86_64-linux-gnu" : "x86_64-linux-gnux32",
        ElfMachine.I386 => "i386-linux-gnu",
        ElfMachine.Arm64 => "aarch64-linux-gnu",
        ElfMachine.Arm => "arm-linux-gnueabihf",
        ElfMachine.RiscV => file.Ident.Is64Bit ? "riscv64-linux-gnu" : "riscv32-linux-gnu",
        _ => null,
    };

    /// <summary>The folders that are compiled into the C library, in its order.</summary>
    public static IEnumerable<UnixPath> Default(ElfFile file)
    {
        if (MultiarchTuple(file) is { } tuple)
        {
            yield return "lib/" + tuple;
            yield return "usr/lib/" + tuple;
        }
        if (file.Ident.Is64Bit)
        {
            yield return "lib64";
            yield return "usr/lib64";
        }
        yield return "lib";
        yield return "usr/lib";
    }

    /// <summary>
    /// Folders named by ld.so.conf. The loader knows them from ld.so.cache alone: without that file in the image
    /// they are never looked at.
    /// </summary>
    public static ImmutableArray<UnixPath> Configured(ImageView view, IEnumerable<FileTree> trees)
    {
        if (view.Follow(Cache) is null)
        {
            return [];
        }
        IEnumerable<UnixPath> files = trees.SelectMany(t => t.Below(ConfigurationFolder))
            .Where(e => e.Kind == EntryKind.File && e.Path.Name.EndsWith(".conf"u8)).Select(e => e.Path)
            .Distinct().Order().Append(Configuration);
        return
        [
            .. files.Select(view.Find).OfType<Entry>().Where(e => e.Kind == EntryKind.File)
                .SelectMany(e => Encoding.UTF8.GetString(e.Content.ReadAll()).Split('\n'))
                .Select(line => line.Split('#')[0].Trim())
                .Where(line => line.StartsWith('/') && !line.Contains("..", StringComparison.Ordinal))
                .Select(UnixPath.Parse).Distinct(),
        ];
    }
}
