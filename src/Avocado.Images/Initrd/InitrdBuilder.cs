using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Linking;
using Avocado.Images.Modules;

namespace Avocado.Images.Initrd;

/// <summary>
/// Assembles an initrd from the same packages as the root file system: what the manifest names, and what that needs.
/// Every entry keeps its origin.
/// </summary>
public sealed class InitrdBuilder
{
    /// <summary>The root file system's os-release, which names the version.</summary>
    internal static readonly UnixPath ReleaseFile = "etc/initrd-release";

    private static readonly UnixPath UnitFolder = "usr/lib/systemd/system";
    private static readonly UnixPath RuleFolder = "usr/lib/udev/rules.d";

    private readonly InitrdManifest _manifest;
    private readonly ImageView _root;
    private readonly FileTreeBuilder _initrd = new();
    private readonly TreeCopier _copier;
    private readonly LibraryClosure _libraries;

    private InitrdBuilder(InitrdManifest manifest, FileTree root, ElfCache cache)
    {
        _manifest = manifest;
        _root = new ImageView(root);
        _copier = new TreeCopier(_root, _initrd);
        var resolver = new LibraryResolver(_root, cache, LibraryFolders.Configured(_root, [root]));
        _libraries = new LibraryClosure(_copier, resolver, cache, manifest.DlopenFeatures);
    }

    /// <summary>Assembles an initrd.</summary>
    /// <param name="manifest">What it is made of.</param>
    /// <param name="root">The root file system, composed and set up.</param>
    /// <param name="modules">The kernel's modules.</param>
    /// <param name="cache">Programs that were read before.</param>
    /// <exception cref="AvocadoException">
    /// AVO0541, AVO0542, AVO0544: something that the manifest names, or that this needs, is not there.
    /// </exception>
    public static FileTree Build(
        InitrdManifest manifest, FileTree root, KernelModules modules, ElfCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(modules);
        var builder = new InitrdBuilder(manifest, root, cache ?? new ElfCache());
        builder.AddOwnEntries();
        builder.AddPrograms();
        builder.AddFiles(manifest.Units, UnitFolder, "the unit ");
        builder.AddFiles(manifest.UdevRules, RuleFolder, "the udev rules ");
        builder.AddFiles(manifest.Files, UnixPath.Root, "");
        builder.AddWants();
        builder.AddIdentity();
        builder.AddModules(modules);
        foreach (Entry entry in manifest.Entries)
        {
            builder._initrd.Add(entry);
        }
        return builder._initrd.Build();
    }

    /// <summary>The initrd's own links and folders come first: they take the place of the root's.</summary>
    private void AddOwnEntries()
    {
        foreach ((string path, ushort mode) in _manifest.Folders)
        {
            _initrd.Add(Entry.Directory(path, Made("an empty folder"), mode));
        }
        foreach (InitrdLink link in _manifest.Links)
        {
            _initrd.Add(Entry.SymbolicLink(link.Path, link.Target, Made("a link of the initrd")));
        }
    }

    private void AddPrograms()
    {
        foreach (InitrdItem item in _manifest.Binaries)
        {
            if (Copy(item.Name, item, "the program ") is { } program)
            {
                _libraries.Add(program);
            }
        }
    }

    private void AddFiles(ImmutableArray<InitrdItem> items, UnixPath folder, string what)
    {
        foreach (InitrdItem item in items)
        {
            Copy(folder / item.Name, item, what);
        }
    }

    private Entry? Copy(UnixPath path, InitrdItem item, string what)
    {
        Entry? entry = _copier.Copy(path);
        return entry is null && !item.IsOptional
            ? throw Codes.InitrdItemMissing.Error(what + path)
            : entry;
    }

    private void AddWants()
    {
        foreach (UnitWant want in _manifest.Wants)
        {
            if (!_initrd.Contains(UnitFolder / want.Unit))
            {
                throw Codes.InitrdItemMissing.Error($"the unit {want.Unit} (wanted by {want.Target})");
            }
            _initrd.Add(Entry.SymbolicLink(
                UnitFolder / $"{want.Target}.wants/{want.Unit}", "../" + want.Unit, Made($"wanted by {want.Target}")));
        }
    }

    private void AddIdentity()
    {
        // systemd knows by this file that it runs in an initrd (os-release(5)).
        Entry release = _root.Follow("usr/lib/os-release")
            ?? throw Codes.InitrdItemMissing.Error("/usr/lib/os-release");
        _initrd.Add(release with { Path = ReleaseFile, LinkGroup = null });
        AddText("etc/passwd", InitrdAccounts.Users, "accounts of the initrd");
        AddText("etc/group", InitrdAccounts.Groups(_root.Follow("etc/group"), _manifest.Groups), "groups of devices");
        AddText("etc/machine-id", "", "the id belongs to the main system");
        AddText(
            "etc/systemd/system.conf.d/10-avocado-initrd.conf",
            "[Manager]\nDefaultDeviceTimeoutSec=60s\n",
            "a device that is not there after this time is missing");
    }

    private void AddModules(KernelModules modules)
    {
        modules.AddSelectionTo(
            _initrd, _manifest.Modules.Where(m => !m.IsOptional || modules.Has(m.Name)).Select(m => m.Name));
        if (!_manifest.ModulesToLoad.IsEmpty)
        {
            AddText(
                "usr/lib/modules-load.d/avocado-initrd.conf",
                string.Concat(_manifest.ModulesToLoad.Select(m => m + "\n")),
                "modules that no device asks for");
        }
    }

    private void AddText(UnixPath path, string text, string reason) =>
        _initrd.Add(Entry.File(path, Content.Text(text), Made(reason)));

    private static Origin Made(string reason) => Origin.Generated("initrd", reason);
}
