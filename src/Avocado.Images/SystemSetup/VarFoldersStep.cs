using System.Text;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// /var is a partition of its own and empty at first: what packages and overlays have there is made at boot by
/// tmpfiles.d, files from copies below /usr/share/factory.
/// </summary>
public sealed class VarFoldersStep : ISystemSetupStep
{
    private static readonly UnixPath Var = "var";
    private static readonly UnixPath Factory = "usr/share/factory";
    private static readonly UnixPath Output = "usr/lib/tmpfiles.d/avocado-var.conf";

    /// <inheritdoc/>
    public string Name => "var";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Entry[] entries =
            [.. context.Tree.Unordered.Where(e => e.Path.IsIn(Var) && e.Path != Var).OrderBy(e => e.Path)];
        HashSet<string> made = [.. context.ReadConfiguration("tmpfiles.d", ".conf")
            .SelectMany(f => TmpfilesLines.PathsOf(f.Text))];
        var text = new StringBuilder("# Made by the image build: /var of this image.\n");
        foreach (Entry entry in entries.Where(e => !made.Contains(e.Path.ToString())))
        {
            text.Append(entry.Kind switch
            {
                EntryKind.Directory => TmpfilesLines.Folder(entry),
                EntryKind.SymbolicLink => TmpfilesLines.Link(entry.Path, entry.LinkTargetText),
                _ => TmpfilesLines.Copy(entry.Path, Factory / entry.Path),
            });
            if (entry.Kind is not (EntryKind.Directory or EntryKind.SymbolicLink))
            {
                Origin origin = entry.Origin with { Reason = "copied to /var at boot" };
                context.Provide(entry with { Path = Factory / entry.Path, LinkGroup = null, Origin = origin });
            }
        }
        context.Provide(Entry.File(Output, Content.Text(text.ToString()),
            Origin.Generated(Name, "folders of packages and overlays in /var")));
    }
}
