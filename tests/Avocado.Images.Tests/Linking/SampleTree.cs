using Avocado.Files;
using Avocado.Testing.Elf;

namespace Avocado.Images.Tests.Linking;

/// <summary>Makes small trees of programs and libraries.</summary>
internal sealed class SampleTree
{
    public const string Loader = "/lib64/ld-linux-x86-64.so.2";

    public static readonly Origin Package = new(OriginKind.Package, "sample", "1.0-2");

    private readonly FileTreeBuilder _builder = new();

    public static ElfSample Program { get; } = new() { Interpreter = Loader };

    /// <summary>A root with the loader and the C library where Debian has them.</summary>
    public static SampleTree WithLoader() => new SampleTree()
        .Link("lib", "usr/lib").Link("lib64", "usr/lib64")
        .Link("usr/lib64/ld-linux-x86-64.so.2", "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
        .Elf("usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", new ElfSample { SoName = "ld-linux-x86-64.so.2" })
        .Elf("usr/lib/x86_64-linux-gnu/libc.so.6", new ElfSample { SoName = "libc.so.6" });

    public SampleTree Elf(string path, ElfSample sample) => File(path, sample.Build(), UnixMode.Executable);

    public SampleTree Text(string path, string text) => File(path, System.Text.Encoding.UTF8.GetBytes(text));

    public SampleTree File(string path, byte[] bytes, ushort mode = UnixMode.Plain)
    {
        _builder.Add(Entry.File(path, Content.Bytes(bytes), Package, mode));
        return this;
    }

    public SampleTree Link(string path, string target)
    {
        _builder.Add(Entry.SymbolicLink(path, target, Package));
        return this;
    }

    public SampleTree Remove(string path)
    {
        Assert.True(_builder.Remove(path) > 0);
        return this;
    }

    public FileTree Build() => _builder.Build();

    /// <summary>A folder of this host as a tree; links are kept.</summary>
    public static FileTree OfHost(string folder)
    {
        var builder = new FileTreeBuilder();
        foreach (FileSystemInfo item in Items(new DirectoryInfo(folder)))
        {
            string path = Path.GetRelativePath(folder, item.FullName);
            builder.Add(item.LinkTarget is { } target ? Entry.SymbolicLink(path, target, Package)
                : item is DirectoryInfo ? Entry.Directory(path, Package)
                : Entry.File(path, HostFileContent.Of(item.FullName), Package));
        }
        return builder.Build();
    }

    private static IEnumerable<FileSystemInfo> Items(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .SelectMany(i => i is DirectoryInfo { LinkTarget: null } below ? Items(below).Prepend(i) : [i]);
}
