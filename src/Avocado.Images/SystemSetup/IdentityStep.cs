using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>What the device calls itself before anything tells it: host name, hosts, and no machine id.</summary>
public sealed class IdentityStep : ISystemSetupStep
{
    private const ushort ReadOnly = 0x124; // 0444, as systemd makes it
    private const int MaxHostNameLength = 64; // HOST_NAME_MAX

    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Origin machine = Origin.Generated(Name, "empty: systemd mounts the device's own id over it");
        context.Provide(Entry.File("etc/machine-id", Content.Empty, machine, ReadOnly));

        Origin host = Origin.Generated(Name, "named after the image");
        string name = HostNameOf(context.Project.ImageId);
        context.Provide(Entry.File("etc/hostname", Content.Text(name + "\n"), host));
        context.Provide(Entry.File("etc/hosts",
            Content.Text($"127.0.0.1 localhost\n::1 localhost\n127.0.1.1 {name}\n"), host));
    }

    /// <summary>A host name of letters, digits, '-' and '.', RFC 1123.</summary>
    public static string HostNameOf(string imageId)
    {
        ArgumentNullException.ThrowIfNull(imageId);
        string name = string.Concat(imageId.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-'));
        name = (name.Length > MaxHostNameLength ? name[..MaxHostNameLength] : name).Trim('-', '.');
        return name.Length == 0 ? "localhost" : name;
    }
}
