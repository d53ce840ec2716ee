using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Composition;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;
using Avocado.Images.Reuse;
using Avocado.Images.SystemSetup.Units;

namespace Avocado.Images.Apps;

/// <summary>Puts a published .NET app and its unit into a tree.</summary>
public sealed class AppPayloadComposer
{
    private const string SymbolsSuffix = ".pdb";

    /// <summary>e_machine of the ELF header, by the board's name of the processor.</summary>
    private static readonly ImmutableDictionary<string, ushort> Machines = ImmutableDictionary
        .Create<string, ushort>(StringComparer.Ordinal)
        .Add(Architecture.X64.SystemdName, 62)
        .Add(Architecture.Arm64.SystemdName, 183);

    private readonly IHostFileSystem _host;
    private readonly Architecture _architecture;

    /// <param name="architecture">The board's processor.</param>
    /// <param name="host">The host's file system; the real one when null.</param>
    public AppPayloadComposer(Architecture architecture, IHostFileSystem? host = null)
    {
        _host = host ?? ShuffledFileSystem.OfEnvironment();
        _architecture = architecture;
    }

    /// <summary>What earlier builds know of the apps' files; null opens all of them.</summary>
    internal HostFileNotes? Notes { get; init; }

    /// <summary>The app's folder below /usr/lib: "Gateway.Telemetry" lives in "gateway-telemetry".</summary>
    public static string IdOf(string appName)
    {
        ArgumentNullException.ThrowIfNull(appName);
        string id = string.Concat(appName.ToLowerInvariant()
            .Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-')).Trim('-');
        return id.Length == 0 ? throw Codes.BadPath.Error(appName) : id;
    }

    /// <summary>Where the app's program is in the image.</summary>
    public static UnixPath ProgramPathOf(AppPayload app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return FolderOf(app) / UnixPath.Parse(app.AssemblyName);
    }

    /// <summary>Adds an app, its unit and, in an extension, what starts the unit.</summary>
    /// <param name="tree">The root file system, or the extension's content.</param>
    /// <param name="app">The app.</param>
    /// <param name="extension">The extension that carries it; null for the root file system.</param>
    /// <exception cref="AvocadoException">AVO0501, AVO0530-AVO0532: it was not published for this board.</exception>
    public void AddTo(FileTreeBuilder tree, AppPayload app, Extension? extension = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(app);
        var origin = new Origin(OriginKind.Project, app.Name);
        ImmutableArray<Entry> files = Read(app, origin);
        Check(app, files);
        UnixPath folder = FolderOf(app);
        tree.Add(Entry.Directory(folder, origin));
        foreach (Entry entry in files)
        {
            tree.Add(entry with { Path = folder / entry.Path });
        }
        if (app.Unit is { } unit)
        {
            AddUnit(tree, app, unit, extension, origin);
        }
    }

    private static UnixPath FolderOf(AppPayload app) => (UnixPath)"usr/lib" / UnixPath.Parse(IdOf(app.Name));

    /// <summary>
    /// The publish folder by rule: its modes differ between hosts and between files for no reason that a device
    /// knows. Symbols stay on the host.
    /// </summary>
    private ImmutableArray<Entry> Read(AppPayload app, Origin origin)
    {
        var folder = new HostFolder(app.PublishFolder, origin,
            [new ModeRule(app.AssemblyName, UnixMode.Executable)], UseHostModes: false, app.Location);
        return [.. new HostFolderReader(_host) { Notes = Notes }.Read(folder).Entries
            .Where(e => !e.Path.NameText.EndsWith(SymbolsSuffix, StringComparison.OrdinalIgnoreCase))];
    }

    private void Check(AppPayload app, ImmutableArray<Entry> files)
    {
        Span<byte> start = stackalloc byte[ProgramContent.StartLength];
        ushort? machine = null;
        if (files.FirstOrDefault(e => e.Path.NameText == app.AssemblyName && e.Path.Parent.IsRoot)?.Content
            is HostFileContent program)
        {
            machine = ProgramContent.Machine(start[.._host.ReadStart(program.HostPath, start)]);
        }
        if (machine is null)
        {
            throw Codes.AppHostMissing.ErrorAt(app.Location,
                app.Name, app.AssemblyName, app.PublishFolder, _architecture.RuntimeIdentifier);
        }
        if (Machines.TryGetValue(_architecture.SystemdName, out ushort expected) && machine != expected)
        {
            throw Codes.AppArchitecture.ErrorAt(app.Location,
                app.Name, app.AssemblyName, _architecture.RuntimeIdentifier);
        }
        Entry? configuration = files.FirstOrDefault(
            e => e.Path.ToString() == $"/{app.AssemblyName}.runtimeconfig.json");
        if (configuration is not null && NeedsSharedRuntime(configuration.Content))
        {
            throw Codes.AppNeedsRuntime.ErrorAt(app.Location, app.Name);
        }
    }

    /// <summary>Self-contained apps have "includedFrameworks", others "framework" or "frameworks".</summary>
    private static bool NeedsSharedRuntime(Content configuration)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(configuration.ReadAll());
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("runtimeOptions", out JsonElement options)
                && options.ValueKind == JsonValueKind.Object
                && (options.TryGetProperty("framework", out _) || options.TryGetProperty("frameworks", out _));
        }
        catch (JsonException error)
        {
            throw new DamagedFormatException("runtimeconfig.json", error.Message);
        }
    }

    private static void AddUnit(
        FileTreeBuilder tree, AppPayload app, AppUnit unit, Extension? extension, Origin origin)
    {
        string name = unit.Name + ".service";
        if (!UnitName.IsValid(name) || UnitName.InstanceOf(name) is not null)
        {
            throw Codes.BadUnit.ErrorAt(app.Location, name, "an app's unit has letters, digits, '-', '_' and '.'");
        }
        byte[] text = Encoding.UTF8.GetBytes(AppUnitGenerator.Generate(unit, ProgramPathOf(app)));
        tree.Add(Entry.File(UnitCatalog.VendorFolder / UnixPath.Parse(name), Content.Bytes(text),
            origin with { Reason = "generated unit" }));
        if (extension is not null)
        {
            ExtensionUnits.Enable(tree, extension, name);
        }
    }
}
