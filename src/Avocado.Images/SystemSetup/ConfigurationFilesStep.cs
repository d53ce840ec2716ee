using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>Configuration that packages ship below /usr/share and copy into place in their scripts.</summary>
public sealed class ConfigurationFilesStep : ISystemSetupStep
{
    private const string ShellsFolder = "usr/share/debianutils/shells.d";

    private static readonly ImmutableArray<(UnixPath From, UnixPath To)> Copies =
    [
        ("usr/share/base-files/dot.bashrc", "root/.bashrc"),
        ("usr/share/base-files/dot.profile", "root/.profile"),
        ("usr/share/base-files/profile", "etc/profile"),
        ("usr/share/libc-bin/nsswitch.conf", "etc/nsswitch.conf"),
    ];

    /// <inheritdoc/>
    public string Name => "configuration files";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach ((UnixPath from, UnixPath to) in Copies)
        {
            if (context.Tree.Find(from) is { Kind: EntryKind.File } file)
            {
                context.Provide(Entry.File(to, file.Content, Origin.Generated(Name, $"copied from {from}")));
            }
        }
        if (context.ReadText("usr/share/debianutils/shells") is { } shells)
        {
            // update-shells appends what each shell's package adds.
            string added = string.Concat(
                ConfigurationFiles.ReadAll(context.Tree, [ShellsFolder], "").Select(f => f.Text));
            context.Provide(Entry.File("etc/shells", Content.Text(shells + added),
                Origin.Generated(Name, "shells of the installed packages")));
        }
    }
}
