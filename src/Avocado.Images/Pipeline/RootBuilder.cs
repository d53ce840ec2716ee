using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Apps;
using Avocado.Images.Boot;
using Avocado.Images.Composition;
using Avocado.Images.Device;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;
using Avocado.Images.Modules;
using Avocado.Images.Reuse;
using Avocado.Images.SystemSetup;

namespace Avocado.Images.Pipeline;

/// <summary>Composes the root file system: packages, overlays, apps, the device's own files, then system setup.</summary>
internal sealed class RootBuilder(ImageProject project, IBootFlow flow, int threads)
{
    private static readonly Origin Unattended = Origin.Generated("device", "an unattended device starts again");

    /// <summary>What earlier builds know of overlays and apps; null opens all of their files.</summary>
    public HostFileNotes? HostFiles { get; init; }

    /// <summary>Composes it.</summary>
    /// <exception cref="AvocadoException">Two sources collide, or the board's packages have no kernel.</exception>
    public RootFileSystem Build(ImagePackages packages, CancellationToken cancellation)
    {
        var boot = new FileTreeBuilder();
        PackageComposer.AddTo(boot, packages.Boot, TrimRules.Default);
        FileTree bootPackages = boot.Build();
        KernelModules modules = KernelModules.Read(
            bootPackages, new ModuleCatalog(packages.Store), threads, cancellation);
        UnixPath image = UnixPath.Parse("boot/vmlinuz-" + modules.Version);
        Content kernel = bootPackages.Find(image)?.Content ?? throw Codes.NoKernel.Error($"no kernel {image}");

        var root = new FileTreeBuilder();
        PackageComposer.AddTo(root, packages.Root, TrimRules.Default);
        foreach (UnixPath input in flow.InputFolders)
        {
            root.Remove(input);
        }
        modules.AddTo(root);
        var reader = new HostFolderReader(threads: threads) { Notes = HostFiles };
        foreach (Overlay overlay in project.Overlays.Where(overlay => overlay.Into is null))
        {
            OverlayComposer.AddTo(root, overlay, reader);
        }
        var apps = new AppPayloadComposer(project.Board.Architecture) { Notes = HostFiles };
        foreach (AppPayload app in project.Apps.Where(app => app.Into is null))
        {
            apps.AddTo(root, app, extension: null);
        }
        AddDeviceFiles(root);
        SystemSetupPipeline.Apply(root, project with { SourceDate = packages.SourceDate });
        return new RootFileSystem(root.Build(), bootPackages, kernel, modules);
    }

    private void AddDeviceFiles(FileTreeBuilder root)
    {
        var context = new SystemSetupContext(root, project);
        foreach (Entry entry in DeviceFiles.Load("Device/root")
            .Concat(flow.RootEntries(project))
            .Concat(VarSetup.Entries(project.Board.TpmRequired))
            .Concat(HealthCheckUnits.Entries(project.HealthChecks)))
        {
            context.Provide(entry);
        }
        foreach (string target in (ReadOnlySpan<string>)["emergency", "rescue"])
        {
            context.Provide(Entry.SymbolicLink(
                UnixPath.Parse($"etc/systemd/system/{target}.target"), "/usr/lib/systemd/system/reboot.target",
                Unattended));
        }
    }
}
