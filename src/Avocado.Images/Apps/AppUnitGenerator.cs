using System.Text;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Apps;

/// <summary>
/// Writes the unit of an app: a user of its own that exists only while it runs, nothing writable but its own run,
/// state and cache folders, no privileges, no more kernel than a service needs.
/// </summary>
public static class AppUnitGenerator
{
    /// <summary>The unit's text.</summary>
    /// <param name="unit">What the app may do.</param>
    /// <param name="program">The app host's path in the image.</param>
    public static string Generate(AppUnit unit, UnixPath program)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var text = new StringBuilder();
        text.Append("[Unit]\nDescription=").Append(OneLine(unit.Description)).Append('\n');
        if (unit.Network)
        {
            text.Append("After=network.target\n");
        }
        text.Append(
            $"""

            [Service]
            Type=exec
            ExecStart={Escape(program.ToString())}
            Restart=on-failure
            RestartSec=2s
            DynamicUser=yes
            RuntimeDirectory={unit.Name}
            StateDirectory={unit.Name}
            CacheDirectory={unit.Name}
            WorkingDirectory=%S/{unit.Name}
            # Nobody debugs a device through the diagnostics socket; single-file apps unpack where they may write.
            Environment=DOTNET_EnableDiagnostics=0
            Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=%C/{unit.Name}

            NoNewPrivileges=yes
            CapabilityBoundingSet=
            AmbientCapabilities=
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices={YesNo(!unit.Devices)}
            PrivateUsers=yes
            ProtectClock={YesNo(!unit.Devices)}
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectProc=invisible
            RemoveIPC=yes
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            # The just-in-time compiler writes code and then runs it.
            MemoryDenyWriteExecute=no
            RestrictAddressFamilies={(unit.Network ? "AF_UNIX AF_INET AF_INET6 AF_NETLINK" : "AF_UNIX")}

            """);
        if (!unit.Network)
        {
            text.Append("IPAddressDeny=any\n");
        }
        return text.Append(
            """
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallFilter=~@privileged
            SystemCallErrorNumber=EPERM

            [Install]
            WantedBy=multi-user.target

            """).ToString();
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
            .Replace("%", "%%", StringComparison.Ordinal).Trim();

    /// <summary>A path as a word of ExecStart=, systemd.service(5).</summary>
    private static string Escape(string path) => path
        .Replace("%", "%%", StringComparison.Ordinal)
        .Replace("$", "$$", StringComparison.Ordinal)
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace(" ", @"\x20", StringComparison.Ordinal);
}
