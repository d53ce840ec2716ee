using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// The five files that pam-auth-update writes and every service of Debian's includes; login fails without them.
/// Passwords of the local files only; an empty password lets nobody in.
/// </summary>
public sealed class PamStep : ISystemSetupStep
{
    private static readonly ImmutableArray<(string File, string Text)> Stacks =
    [
        ("common-account",
            """
            account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
            account requisite pam_deny.so
            account required pam_permit.so

            """),
        ("common-auth",
            """
            auth [success=1 default=ignore] pam_unix.so
            auth requisite pam_deny.so
            auth required pam_permit.so

            """),
        ("common-password",
            """
            password [success=1 default=ignore] pam_unix.so obscure yescrypt
            password requisite pam_deny.so
            password required pam_permit.so

            """),
        ("common-session",
            """
            session [default=1] pam_permit.so
            session requisite pam_deny.so
            session required pam_permit.so
            session required pam_unix.so
            -session optional pam_systemd.so

            """),
        ("common-session-noninteractive",
            """
            session [default=1] pam_permit.so
            session requisite pam_deny.so
            session required pam_permit.so
            session required pam_unix.so

            """),
    ];

    private static readonly UnixPath Folder = "etc/pam.d";

    /// <inheritdoc/>
    public string Name => "PAM";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Tree.Contains(Folder / "other"))
        {
            return; // no PAM in this image
        }
        Origin origin = Origin.Generated(Name, "what pam-auth-update would write");
        foreach ((string file, string text) in Stacks)
        {
            context.Provide(Entry.File(Folder / UnixPath.Parse(file), Content.Text(text), origin));
        }
        context.Provide(Entry.File("etc/environment", Content.Empty, origin));
    }
}
