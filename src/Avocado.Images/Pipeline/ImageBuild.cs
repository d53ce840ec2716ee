using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Images.Base;
using Avocado.Images.Boot;
using Avocado.Images.Disk;
using Avocado.Images.Linking;
using Avocado.Images.Model;
using Avocado.Images.Reuse;
using Avocado.Images.Runtime;
using Avocado.Signing;

namespace Avocado.Images.Pipeline;

/// <summary>
/// One image build, in one direction: root, extensions, store, initrd, boot image, disk. No step reads what a later
/// step made; everything is signed by the time the disk is laid out.
/// </summary>
internal sealed class ImageBuild
{
    private readonly BuildRequest _request;
    private readonly ImageProject _project;
    private readonly ImagePackages _packages;
    private readonly IBuildLog _log;
    private readonly IBootFlow _flow;
    private readonly StagedOutputs _outputs;
    private readonly HostFileNotes _hostFiles;
    private readonly string _work;
    private readonly CancellationToken _cancellation;

    public ImageBuild(
        BuildRequest request, ImagePackages packages, IBuildLog log, CancellationToken cancellation)
    {
        _request = request;
        ImageProject project = request.Project.IsProduction
            ? DevelopmentMode.LeaveOut(request.Project)
            : request.Project;
        _project = project with { SourceDate = packages.SourceDate, BaseImage = packages.BaseImage };
        _packages = packages;
        _log = log;
        _cancellation = cancellation;
        _flow = BootFlows.For(_project.Board);
        _outputs = new StagedOutputs(request.IntermediateFolder, request.OutputFolder);
        _work = Path.Combine(request.IntermediateFolder, "image");
        Directory.CreateDirectory(_work);
        _hostFiles = HostFileNotes.Load(Work("host-files"));
    }

    /// <summary>Builds and gives the outputs their final names.</summary>
    public BuildOutcome Run()
    {
        using ImageKeys keys = ImageKeys.Open(
            _request.Keys, _request.DevelopmentKeyFolder, Path.GetDirectoryName(_project.ProjectFile)!, _log);
        using BaseRelease? release = _project.BaseImage is null
            ? null
            : BaseRelease.Open(_project, _work, _request.Threads);
        var images = new FileSystemImage(
            _project, _request.Threads, _packages.Store, release is null ? null : release.Find, _log);
        var programs = new ElfCache();
        var checker = new DependencyChecker(programs)
        {
            FindPackage = _packages.FindLibrary,
            Parallelism = _request.Threads,
        };

        _log.Phase("composing the root file system");
        RootFileSystem root = new RootBuilder(_project, _flow, _request.Threads) { HostFiles = _hostFiles }
            .Build(_packages, _cancellation);
        root = root with { Tree = Complete(root.Tree) };
        checker.Check(root.Tree, _cancellation).ThrowIfMissing();
        VerityVolume rootVolume = WriteRoot(root.Tree, images);

        _log.Phase("building extensions");
        ImmutableArray<ExtensionImage> extensions = BuildExtensions(
            root.Tree, checker, keys[KeyUse.Verity], images);
        var manifest = new RuntimeManifestBuilder(_project, DeviceDisk.LayoutId(_project))
            .Build(rootVolume, root.Modules.Version, extensions);
        HostFileContent runtime = _outputs.Write("runtime.json", RuntimeManifestJson.Write(manifest));

        _log.Phase("building the store");
        var stores = new StoreTrees(_project, extensions);
        VerityVolume store = images.Write(
            "store", stores.Store(runtime), WorkFiles("store"), _cancellation, storeFiles: true);
        VerityVolume factory = images.Write(
            "factory", stores.Factory(), WorkFiles("factory"), _cancellation, storeFiles: true);

        _log.Phase("building the boot image");
        HostFileContent initrd = InitrdStage.Write(
            _project, root, store.RootHash, keys[KeyUse.Verity].Certificate, programs,
            Work("initrd"), new SharedStages(_packages.Store), _cancellation);
        ISegment boot = BuildBootPartition(root, rootVolume, initrd, keys);

        _log.Phase("writing the disk");
        var slot = new SlotContents(
            $"{_project.ImageId}_{_project.ImageVersion}",
            rootVolume,
            new BytesSegment(VeritySigner.Sign(keys[KeyUse.Verity], rootVolume.RootHash).ToPartition()),
            store);
        WriteDisk(DeviceDisk.Create(_project, boot, slot, factory));
        _hostFiles.Save();
        // The last moment: from here on outputs are given their names.
        _cancellation.ThrowIfCancellationRequested();
        return new BuildOutcome([.. _outputs.Commit(_log)]);
    }

    private void WriteDisk(ISegment disk)
    {
        string name = $"{_project.ImageId}-{_project.ImageVersion}.img";
        if (_project.IsProduction)
        {
            // What goes out for good is hashed, whatever is known.
            _outputs.Write(name, disk, _cancellation);
        }
        else if (_project.BaseImage is null)
        {
            _outputs.WriteSparse(name, new KnownDigests(_packages.Store), disk, _cancellation);
        }
        else
        {
            _outputs.Rewrite(name, Work("disk.patch"), disk, _cancellation);
        }
    }

    private string Work(string name) => Path.Combine(_work, name);

    private StageFiles WorkFiles(string name) => StageFiles.Of(Work(name + ".squashfs"));

    private FileTree Complete(FileTree tree) => _hostFiles.Complete(tree, _request.Threads, _cancellation);

    private VerityVolume WriteRoot(FileTree tree, FileSystemImage images)
    {
        const string Name = "rootfs.squashfs";
        var files = new StageFiles(
            _outputs.FinalPathOf(Name), _outputs.PathOf(Name), Work("rootfs"), IsOutput: true);
        VerityVolume root = images.Write("root", tree, files, _cancellation);
        _outputs.Take(Name, root);
        _outputs.Write("rootfs.verity", root.HashTree, _cancellation);
        _outputs.Write("rootfs.roothash", System.Text.Encoding.ASCII.GetBytes(root.RootHash + "\n"));
        return root;
    }

    private ImmutableArray<ExtensionImage> BuildExtensions(
        FileTree root, DependencyChecker checker, ISigner signer, FileSystemImage fileSystems)
    {
        var builder = new ExtensionBuilder(_project, root, checker) { HostFiles = _hostFiles };
        var images = ImmutableArray.CreateBuilder<ExtensionImage>();
        foreach ((Extension extension, FileTree tree) in builder.Compose(_packages, _cancellation))
        {
            VerityVolume volume = fileSystems.Write(
                ExtensionBuilder.PartOf(extension), Complete(tree), WorkFiles("extension-" + extension.Name),
                _cancellation);
            HostFileContent file = _outputs.Write(
                $"extensions/{extension.Name}.raw", builder.Sign(extension, volume, signer), _cancellation);
            images.Add(ExtensionBuilder.ImageOf(_project, extension, file, volume.RootHash));
        }
        return images.ToImmutable();
    }

    private ISegment BuildBootPartition(
        RootFileSystem root, VerityVolume rootVolume, HostFileContent initrd, ImageKeys keys)
    {
        BootImages images = _flow.CreateImages(
            new BootInputs(
                _project, root.BootPackages, root.Kernel, root.Modules.Version, initrd,
                root.Tree.Find("usr/lib/os-release")!.Content,
                KernelCommandLine.Of(_project, rootVolume.RootHash), keys),
            _cancellation);
        HostFileContent image = _outputs.Write(images.Name, images.Image, _cancellation);
        var addons = new SortedDictionary<string, Content>(StringComparer.Ordinal);
        foreach ((string mode, ISegment addon) in images.Addons)
        {
            addons.Add(mode, _outputs.Write($"modes/{mode}.addon.efi", addon, _cancellation));
        }
        if (keys.Find(KeyUse.Platform) is { } platform && keys.Find(KeyUse.KeyExchange) is { } exchange)
        {
            var enrollment = new SecureBootEnrollment(
                platform, exchange, new[] { keys[KeyUse.SecureBoot].Anchor, keys[KeyUse.Modes].Anchor }.Distinct());
            foreach ((string name, byte[] bytes) in enrollment.Files())
            {
                _outputs.Write("secure-boot/" + name, bytes);
            }
        }
        return _flow.LayOutBootPartition(_project, image, WriteLoader(images.Loader), addons);
    }

    private HostFileContent WriteLoader(ISegment loader)
    {
        string path = Work("loader.efi");
        using (FileStream stream = File.Create(path, 1))
        {
            var output = new StreamOutput(stream);
            loader.WriteTo(output, _cancellation);
            output.Complete();
        }
        return HostFileContent.Of(path);
    }
}
