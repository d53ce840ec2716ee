using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Ddi;
using Avocado.Formats.Segments;
using Avocado.Images.Boot;
using Avocado.Images.Composition;
using Avocado.Images.Disk;
using Avocado.Images.Linking;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Images.Runtime;
using Avocado.Packages.Caching;
using Avocado.Packages.Locking;
using Avocado.Signing;

namespace Avocado.Boot.Tests;

/// <summary>
/// Release 1.1.0 of the sample's product, made of the same packages and the sample's own signed app by the parts that
/// make every image. What a build never makes can be chosen here: who signs, and what the store lists.
/// </summary>
internal sealed class NextRelease
{
    private const string BoardName = "x86_64-uefi";

    private readonly SampleImage _sample;
    private readonly ImageKeys _keys;
    private readonly string _work;
    private readonly ImageProject _project;
    private readonly RootFileSystem _root;
    private readonly VerityVolume _rootVolume;
    private readonly IBootFlow _flow;
    private readonly ElfCache _programs = new();

    private NextRelease(
        SampleImage sample, ImageKeys keys, string work, ImageProject project, ImagePackages packages)
    {
        _sample = sample;
        _keys = keys;
        _work = work;
        _project = project with { SourceDate = packages.SourceDate };
        _flow = BootFlows.For(project.Board);
        _root = new RootBuilder(_project, _flow, Environment.ProcessorCount).Build(packages, default);
        _rootVolume = Write("root", _root.Tree);
    }

    /// <summary>Name of a slot's partitions, and of its boot image without counter.</summary>
    public string Label => $"{_project.ImageId}_{_project.ImageVersion}";

    /// <summary>Composes the root file system and packs it.</summary>
    /// <param name="sample">The built sample; its lock file says which packages.</param>
    /// <param name="keys">The keys that signed the sample.</param>
    /// <param name="work">Full path of a folder for intermediate files.</param>
    public static async Task<NextRelease> BuildAsync(SampleImage sample, ImageKeys keys, string work)
    {
        Board board = BoardFile.Read(sample.BoardsFolder, BoardName);
        LockSection section = LockFile.Load(sample.LockFile).Sections[BoardName];
        using var source = new PackageSource(new Images.Pipeline.ResolveRequest
        {
            ProjectFile = sample.ProjectFile,
            Board = board,
            Packages = new PackageSet
            {
                Feeds =
                [
                    .. section.Feeds.Select(feed =>
                        new PackageFeed(feed.Name, feed.Type, feed.Suite, feed.Components, null, null)),
                ],
            },
            LockFile = sample.LockFile,
            Cache = new CacheSettings(CacheSettings.DefaultFolder),
            DotNetSdkVersion = section.DotNetSdkVersion,
            RuntimeVersion = section.RuntimePacks.Values.First(),
        }, TestKeys.SilentLog.Instance);
        ImagePackages packages = await source.OpenAsync(section, TestKeys.SilentLog.Instance, default);
        var project = new ImageProject
        {
            ProjectFile = sample.ProjectFile,
            Board = board,
            ImageId = "gateway",
            ImageVersion = "1.1.0",
            Seed = new Guid("8c1f4f6e-5d4a-4f6c-9a57-617661636164"),
            SourceDate = 0,
            SecurityVersion = 1,
            // One try is enough to show what happens when it is used up.
            GoodBootTries = 1,
            HealthChecks = [new HealthCheck("gateway-telemetry.service", Required: true)],
        };
        return new NextRelease(sample, keys, work, project, packages);
    }

    /// <summary>The sample's signed app.</summary>
    public ExtensionImage App()
    {
        string path = _sample.ExtensionImage("app");
        var file = HostFileContent.Of(path);
        using Stream stream = file.Open();
        return new ExtensionImage(
            new Extension("app", IsSysext: true, IsConfext: true), file, file.ComputeDigest(),
            DdiReader.Read(stream).RootHash!.Value, InStore: true);
    }

    /// <summary>An extension with one file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="signer">Who signs it; null leaves it unsigned.</param>
    /// <param name="securityVersion">The level it carries; null for the release's own.</param>
    public ExtensionImage Extension(string name, ISigner? signer, int? securityVersion = null)
    {
        ImageProject project = _project with { SecurityVersion = securityVersion ?? _project.SecurityVersion };
        var extension = new Extension(name, IsSysext: true, IsConfext: false);
        var content = new FileTreeBuilder();
        content.Add(Entry.File(
            UnixPath.Parse($"usr/share/{name}/hello"), Content.Text("hello\n"), Origin.Generated("test")));
        FileTree tree = new ExtensionComposer(_root.Tree, project).Compose(extension, content);
        VerityVolume volume = Write(ExtensionBuilder.PartOf(extension), tree);
        ISegment image = signer is null
            ? new DdiWriter(ContentsOf(extension, volume))
            : new ExtensionBuilder(project, _root.Tree, new DependencyChecker(_programs))
                .Sign(extension, volume, signer);
        HostFileContent file = WriteFile(name + ".raw", image);
        return new ExtensionImage(extension, file, file.ComputeDigest(), volume.RootHash, InStore: true);
    }

    /// <summary>A whole slot whose production mode lists these extensions.</summary>
    /// <param name="name">Tells the slots of one test run apart.</param>
    /// <param name="extensions">In the order of the list.</param>
    /// <param name="bootKeys">Who signs the boot image; null for the keys of the release.</param>
    public TestSlot Slot(string name, ImmutableArray<ExtensionImage> extensions, ImageKeys? bootKeys = null)
    {
        ImageProject project = _project with
        {
            Extensions = [.. extensions.Select(image => image.Extension)],
            BootModes = [new BootMode("production", [.. extensions.Select(image => image.Extension.Name)], true)],
        };
        RuntimeManifest manifest = new RuntimeManifestBuilder(project, DeviceDisk.LayoutId(project))
            .Build(_rootVolume, _root.Modules.Version, extensions);
        FileTree tree = new StoreTrees(project, extensions).Store(Content.Bytes(RuntimeManifestJson.Write(manifest)));
        VerityVolume store = Write("store/" + name, tree);
        ISigner verity = _keys[KeyUse.Verity];
        HostFileContent initrd = InitrdStage.Write(
            project, _root, store.RootHash, verity.Certificate, _programs, PathOf(name + ".initrd"), new SharedStages(null), default);
        BootImages boot = _flow.CreateImages(
            new BootInputs(
                project, _root.BootPackages, _root.Kernel, _root.Modules.Version, initrd,
                _root.Tree.Find("usr/lib/os-release")!.Content,
                KernelCommandLine.Of(project, _rootVolume.RootHash), bootKeys ?? _keys),
            default);
        return new TestSlot(
            new SlotContents(
                Label, _rootVolume,
                new BytesSegment(VeritySigner.Sign(verity, _rootVolume.RootHash).ToPartition()), store),
            WriteFile(name + ".efi", boot.Image));
    }

    /// <summary>A mode addon, signed by anybody.</summary>
    public Content Addon(string commandLine, ISigner signer)
    {
        Content stub = _root.BootPackages.Find("usr/lib/systemd/boot/efi/addonx64.efi.stub")!.Content;
        return WriteFile("addon.efi", AuthenticodeSigner.Sign(
            signer, Formats.Pe.AddonBuilder.Build(stub, commandLine), KeyUse.Modes));
    }

    private DdiContents ContentsOf(Extension extension, VerityVolume volume) => new()
    {
        Architecture = Formats.Gpt.PartitionTypes.X64,
        Ids = new Formats.Identifiers.SeededIds(_project.Seed).For(ExtensionBuilder.PartOf(extension)),
        Data = new ContentSegment(volume.Data),
        RootHash = volume.RootHash,
        HashTree = volume.HashTree,
        Label = extension.Name,
    };

    private VerityVolume Write(string part, FileTree tree)
    {
        string name = part.Replace('/', '-');
        return new FileSystemImage(_project, Environment.ProcessorCount, store: null)
            .Write(part, tree, StageFiles.Of(PathOf(name + ".squashfs")), default);
    }

    private HostFileContent WriteFile(string name, ISegment segment)
    {
        string path = PathOf(name);
        using (FileStream stream = File.Create(path, 1))
        {
            var output = new StreamOutput(stream);
            segment.WriteTo(output, default);
            output.Complete();
        }
        return HostFileContent.Of(path);
    }

    private string PathOf(string name) => Path.Combine(_work, name);
}
