using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;
using Avocado.Images.SystemSetup.Accounts;

namespace Avocado.Images.Composition;

/// <summary>Turns what packages, overlays, apps and units put into an extension into its finished tree.</summary>
public sealed class ExtensionComposer
{
    private static readonly ImmutableArray<UnixPath> SysextFolders = ["opt", "usr"];
    private static readonly ImmutableArray<UnixPath> ConfextFolders = ["etc"];

    /// <summary>Files that say what is trusted or what the system is.</summary>
    private static readonly ImmutableArray<(UnixPath Path, string Why)> Reserved =
    [
        ("etc/extension-release.d", "the build writes it"),
        ("etc/os-release", "it would change what the system is"),
        ("etc/verity.d", "only the boot chain says which certificates are trusted"),
        ("usr/lib/extension-release.d", "the build writes it"),
        ("usr/lib/os-release", "it would change what the system is"),
        ("usr/lib/verity.d", "only the boot chain says which certificates are trusted"),
    ];

    private const string Alternatives = "alternatives";

    private readonly FileTree _root;
    private readonly OsRelease _release;
    private readonly AccountTable _accounts = new();
    private readonly ImageProject _project;

    /// <param name="root">The finished root file system.</param>
    /// <param name="project">What the project says.</param>
    public ExtensionComposer(FileTree root, ImageProject project)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(project);
        _root = root;
        _project = project;
        _release = OsRelease.Of(root.Find);
        _accounts.ReadPasswd(Text("etc/passwd"), "etc/passwd");
        _accounts.ReadGroup(Text("etc/group"), "etc/group");
    }

    /// <summary>Checks an extension's content and finishes its tree.</summary>
    /// <param name="extension">The extension.</param>
    /// <param name="content">Its packages, overlays, apps and units; is changed.</param>
    /// <exception cref="AvocadoException">
    /// AVO0510: a file is where the extension's types do not merge. AVO0511: it hides a file of the root.
    /// AVO0512: it is one that no extension may have. AVO0513: it needs an account that the root does not have.
    /// </exception>
    public FileTree Compose(Extension extension, FileTreeBuilder content)
    {
        ArgumentNullException.ThrowIfNull(extension);
        ArgumentNullException.ThrowIfNull(content);
        AlternativesStep.AddTo(content, Alternatives);
        // Names that the root file system has already chosen a program for stay as they are.
        content.RemoveWhere(e => e.Origin is { Kind: OriginKind.Generated, Name: Alternatives }
            && _root.Find(e.Path) is not null);
        CheckReserved(extension, content);
        MoveFolders(extension, content);
        foreach (Entry file in ExtensionReleaseFile.Create(extension, _release, _project))
        {
            content.Add(file);
        }
        TakeFolderModes(content);
        FileTree tree = content.Build();
        foreach (Entry entry in tree.Entries)
        {
            CheckPlace(extension, entry);
            CheckShadow(extension, entry, _root, "the root file system");
        }
        CheckAccounts(extension, content);
        return tree;
    }

    /// <summary>Refuses extensions that hide each other's files; the same file in two of them is none hidden.</summary>
    /// <exception cref="AvocadoException">AVO0511: two extensions differ in a file.</exception>
    public static void CheckAgainstEachOther(IReadOnlyList<(Extension Extension, FileTree Tree)> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        for (int i = 0; i < extensions.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                foreach (Entry entry in extensions[i].Tree.Entries)
                {
                    CheckShadow(extensions[i].Extension, entry, extensions[j].Tree,
                        $"extension {extensions[j].Extension.Name}");
                }
            }
        }
    }

    private static bool IsMerged(Extension extension, UnixPath path) =>
        (extension.IsSysext && SysextFolders.Any(path.IsIn)) || (extension.IsConfext && ConfextFolders.Any(path.IsIn));

    private static void CheckReserved(Extension extension, FileTreeBuilder content)
    {
        foreach (Entry entry in content.Unordered.Where(e => e.Kind != EntryKind.Directory).OrderBy(e => e.Path))
        {
            foreach ((UnixPath path, string why) in Reserved)
            {
                if (entry.Path.IsIn(path))
                {
                    throw Codes.ReservedExtensionFile.ErrorAt(
                        extension.Location, extension.Name, entry.Path, entry.Origin, why);
                }
            }
        }
    }

    /// <summary>
    /// Folders where the extension's types do not merge go; those in /var and /srv are made at boot instead, because
    /// a program of the extension may rely on them.
    /// </summary>
    private static void MoveFolders(Extension extension, FileTreeBuilder content)
    {
        var text = new StringBuilder();
        Entry[] folders = [.. content.Unordered.Where(e => e.Kind == EntryKind.Directory).OrderBy(e => e.Path)];
        foreach (Entry folder in folders)
        {
            if (folder.Path.IsRoot || IsMerged(extension, folder.Path))
            {
                continue;
            }
            if (content.Unordered.All(e => e.Kind == EntryKind.Directory || !e.Path.IsIn(folder.Path)))
            {
                bool isData = folder.Path.IsIn("var") || folder.Path.IsIn("srv");
                text.Append(isData && folder.Path.Bytes.Contains((byte)'/') ? TmpfilesLines.Folder(folder) : "");
                content.RemoveWhere(e => e.Path == folder.Path);
            }
        }
        if (text.Length > 0 && extension.IsSysext)
        {
            content.Add(Entry.File(
                (UnixPath)"usr/lib/tmpfiles.d" / UnixPath.Parse($"avocado-{extension.Name}.conf"),
                Content.Text(text.ToString()), Origin.Generated("var", "folders that the extension needs")));
        }
    }

    /// <summary>A merge shows the folders of the upper layer: they take the root's modes and owners.</summary>
    private void TakeFolderModes(FileTreeBuilder content)
    {
        foreach (Entry folder in content.Unordered.Where(e => e.Kind == EntryKind.Directory).ToArray())
        {
            if (_root.Find(folder.Path) is { Kind: EntryKind.Directory } there)
            {
                content.RemoveWhere(e => e.Path == folder.Path);
                content.Add(folder with { Mode = there.Mode, Uid = there.Uid, Gid = there.Gid });
            }
        }
    }

    private static void CheckPlace(Extension extension, Entry entry)
    {
        if (entry.Kind == EntryKind.Directory || IsMerged(extension, entry.Path))
        {
            return;
        }
        string why = ConfextFolders.Any(entry.Path.IsIn) ? "/etc merges from a confext: add confext to its Types"
            : SysextFolders.Any(entry.Path.IsIn) ? "/usr and /opt merge from a sysext: add sysext to its Types"
            : "extensions merge only /usr, /opt and /etc: put its source into the root file system, "
                + "or have the program make the file";
        throw Codes.FileOutsideExtension.ErrorAt(extension.Location, extension.Name, entry.Path, entry.Origin, why);
    }

    private static void CheckShadow(Extension extension, Entry entry, FileTree other, string owner)
    {
        if (other.Find(entry.Path) is { } there && !Agrees(entry, there))
        {
            throw Codes.ExtensionShadows.ErrorAt(extension.Location,
                extension.Name, entry.Path, entry.Origin, owner, there.Origin);
        }
    }

    private static bool Agrees(Entry a, Entry b) =>
        a.Kind == b.Kind
        && (a.Kind == EntryKind.Directory
            || (a.Mode == b.Mode && a.Uid == b.Uid && a.Gid == b.Gid && a.Content.Size == b.Content.Size
                && a.LinkTarget.Span.SequenceEqual(b.LinkTarget.Span)
                && a.Content.ComputeDigest() == b.Content.ComputeDigest()));

    private void CheckAccounts(Extension extension, FileTreeBuilder content)
    {
        var specifiers = new SysusersSpecifiers(_release, _project);
        foreach ((string name, string text) in ConfigurationFiles.Read(content, "sysusers.d", ".conf"))
        {
            foreach (SysusersLine line in SysusersLine.Parse(text, name, specifiers.Expand))
            {
                bool needsUser = line.Kind is 'u' or 'm';
                if (needsUser && _accounts.User(line.Name) is null)
                {
                    throw Missing("user", line.Name, name, "DeviceUser");
                }
                string? group = line.Kind switch { 'g' => line.Name, 'm' => line.Id, _ => null };
                if (group is not null && _accounts.Group(group) is null)
                {
                    throw Missing("group", group, name, "DeviceGroup");
                }
            }
        }

        AvocadoException Missing(string kind, string account, string file, string item) =>
            Codes.ExtensionNeedsAccount.ErrorAt(extension.Location, extension.Name, kind, account, file, item);
    }

    private string Text(UnixPath path) =>
        _root.Find(path) is { Kind: EntryKind.File } file ? Encoding.UTF8.GetString(file.Content.ReadAll()) : "";
}
