using System.Buffers.Binary;
using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Tests;

/// <summary>Small inputs that several tests share.</summary>
internal static class TestFiles
{
    public static readonly Origin Overlay = new(OriginKind.Overlay, "overlay");

    /// <summary>The beginning of an ELF file.</summary>
    public static byte[] Elf(ushort machine = 62, ushort type = 3)
    {
        var bytes = new byte[64];
        "\u007FELF"u8.CopyTo(bytes);
        bytes[4] = 2;
        bytes[5] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), machine);
        return bytes;
    }

    public static Entry Text(string path, string text, Origin? origin = null) =>
        Entry.File(path, Content.Text(text), origin ?? Package("base-files"));

    public static Origin Package(string name) => new(OriginKind.Package, name, "1");

    public static string? TextAt(this FileTreeBuilder tree, string path) =>
        tree.Find(path) is { Kind: EntryKind.File } file
            ? System.Text.Encoding.UTF8.GetString(file.Content.ReadAll())
            : null;

    public static ImageProject Project(Func<ImageProject, ImageProject>? change = null)
    {
        var project = new ImageProject
        {
            ProjectFile = "/src/Gateway.csproj",
            Board = new Board { Name = "x86_64-uefi", Architecture = Architecture.X64, BootFlow = "uefi" },
            ImageId = "gateway",
            ImageVersion = "1.4.0~rc.1",
            Seed = Guid.Empty,
            SourceDate = 1_750_000_000,
            SecurityVersion = 3,
        };
        return change is null ? project : change(project);
    }

    /// <summary>A tree as a test compares it: one line for each entry.</summary>
    public static string Describe(FileTree tree) => string.Join('\n', tree.Entries.Select(e =>
        $"{e.Path} {e.Kind} {e.Mode} {e.Uid}:{e.Gid} {e.LinkTargetText} {e.Content.ComputeDigest()} {e.Origin}"));

    /// <summary>Writes folders, files and links to the host, for foreign tools to judge.</summary>
    public static void WriteTo(FileTree tree, string folder)
    {
        foreach (Entry entry in tree.Entries)
        {
            string path = Path.Combine(folder, entry.Path.ToString().TrimStart('/'));
            switch (entry.Kind)
            {
                case EntryKind.Directory:
                    Directory.CreateDirectory(path);
                    break;
                case EntryKind.SymbolicLink:
                    File.CreateSymbolicLink(path, entry.LinkTargetText);
                    break;
                case EntryKind.File:
                    File.WriteAllBytes(path, entry.Content.ReadAll());
                    break;
            }
        }
    }

    public static ImmutableArray<ModeRule> Rules(params (string Pattern, int Mode)[] rules) =>
        [.. rules.Select(r => new ModeRule(r.Pattern, UnixMode.Octal(r.Mode)))];
}
