using System.Collections.Immutable;
using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Formats.Ddi;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Base;
using Avocado.Images.Disk;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Images.Runtime;
using Avocado.Packages.Caching;

namespace Avocado.Images.Tests.Base;

/// <summary>
/// Small releases of one product, made by the parts that make every image: all of a disk but its boot partition and
/// the signatures.
/// </summary>
internal sealed class SampleRelease
{
    private const long MiB = 1 << 20;

    private SampleRelease(string disk, ImmutableSortedDictionary<string, byte[]> parts)
    {
        Disk = disk;
        Parts = parts;
    }

    /// <summary>Full path of the disk image.</summary>
    public string Disk { get; }

    /// <summary>The bytes of every file system, by part.</summary>
    public ImmutableSortedDictionary<string, byte[]> Parts { get; }

    /// <summary>As <see cref="ImageProject.BaseImage"/> has it.</summary>
    public BaseImage AsBase => BaseOf(Disk);

    public static BaseImage BaseOf(string disk)
    {
        using FileStream file = File.OpenRead(disk);
        return new BaseImage(disk, Sha256Digest.Of(file), new("Gateway.csproj", 4, 5));
    }

    public static ImageProject Project(Func<ImageProject, ImageProject>? change = null) => TestFiles.Project(project =>
    {
        project = project with
        {
            ImageVersion = "1.0.0",
            Sizes = new PartitionSizes
            {
                Esp = MiB, Root = 4 * MiB, RootVerity = MiB, Store = 4 * MiB, StoreVerity = MiB, Factory = 4 * MiB,
                Var = MiB,
            },
            Extensions = [new Extension("app", true, false), new Extension("tools", true, false)],
            BootModes =
            [
                new BootMode("production", ["app"], IsDefault: true),
                new BootMode("development", ["app", "tools"], IsDefault: false),
            ],
        };
        return change is null ? project : change(project);
    });

    /// <summary>Builds a release, after its project's base where that is set.</summary>
    /// <param name="project">What to build; each extension and the root hold files of the version's own.</param>
    /// <param name="folder">Full path of a folder for intermediates and the disk.</param>
    /// <param name="store">A content store, or null.</param>
    /// <param name="log">Told what keeps its place.</param>
    public static SampleRelease Build(
        ImageProject project, string folder, ContentStore? store = null, IBuildLog? log = null)
    {
        string work = Path.Combine(folder, "work");
        Directory.CreateDirectory(work);
        using BaseRelease? release = project.BaseImage is null ? null : BaseRelease.Open(project, work, threads: 2);
        var images = new FileSystemImage(project, 2, store, release is null ? null : release.Find, log);
        var parts = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        VerityVolume Write(string part, FileTree tree)
        {
            VerityVolume volume = images.Write(
                part, tree, StageFiles.Of(Path.Combine(work, part.Replace('/', '-') + ".squashfs")), default);
            parts[part] = volume.Data.ReadAll();
            return volume;
        }

        VerityVolume root = Write("root", Tree("root", project.ImageVersion));
        var extensions = ImmutableArray.CreateBuilder<ExtensionImage>();
        foreach (Extension extension in project.Extensions)
        {
            VerityVolume volume = Write("extension/" + extension.Name, Tree(extension.Name, project.ImageVersion));
            extensions.Add(ExtensionBuilder.ImageOf(
                project, extension, WriteExtension(project, extension, volume, work), volume.RootHash));
        }
        RuntimeManifest manifest = new RuntimeManifestBuilder(project, DeviceDisk.LayoutId(project))
            .Build(root, "6.12", extensions.ToImmutable());
        var stores = new StoreTrees(project, extensions.ToImmutable());
        VerityVolume storeVolume = Write("store", stores.Store(Content.Bytes(RuntimeManifestJson.Write(manifest))));
        VerityVolume factory = Write("factory", stores.Factory());
        var slot = new SlotContents(
            $"{project.ImageId}_{project.ImageVersion}", root, new BytesSegment(new byte[64]), storeVolume);
        string disk = Path.Combine(folder, $"{project.ImageId}-{project.ImageVersion}.img");
        WriteFile(disk, DeviceDisk.Create(project, new BytesSegment(new byte[512]), slot, factory));
        return new SampleRelease(disk, parts.ToImmutable());
    }

    private static HostFileContent WriteExtension(
        ImageProject project, Extension extension, VerityVolume volume, string work)
    {
        string path = Path.Combine(work, extension.Name + ".raw");
        WriteFile(path, new DdiWriter(new DdiContents
        {
            Architecture = PartitionTypes.Find(project.Board.Architecture.SystemdName)!,
            Ids = new SeededIds(project.Seed).For(ExtensionBuilder.PartOf(extension)),
            Data = new ContentSegment(volume.Data),
            RootHash = volume.RootHash,
            HashTree = volume.HashTree,
            Label = extension.Name,
        }));
        HostFileContent file = HostFileContent.Of(path);
        return new HostFileContent(path, file.Stamp, file.ComputeDigest());
    }

    private static void WriteFile(string path, ISegment segment)
    {
        using FileStream stream = File.Create(path);
        var output = new StreamOutput(stream);
        segment.WriteTo(output, CancellationToken.None);
        output.Complete();
    }

    private static FileTree Tree(string part, string version)
    {
        var tree = new FileTreeBuilder();
        void Add(string path, byte[] bytes) =>
            tree.Add(Entry.File(path, Content.Bytes(bytes), Origin.Generated("test")));
        Add($"usr/share/{part}/version", System.Text.Encoding.UTF8.GetBytes(version));
        for (int i = 0; i < 12; i++)
        {
            Add($"usr/lib/{part}{i:D2}", Noise(part + i, 9_000 * i));
        }
        return tree.Build();
    }

    // Half of it compresses.
    private static byte[] Noise(string seed, int size)
    {
        var bytes = new byte[size];
        byte[] block = System.Text.Encoding.UTF8.GetBytes(seed);
        for (int i = 0; i < size; i += 2 * Sha256Digest.Size)
        {
            block = SHA256.HashData(block);
            block.AsSpan(0, Math.Min(block.Length, size - i)).CopyTo(bytes.AsSpan(i));
        }
        return bytes;
    }
}
