using System.Collections.Immutable;

namespace Avocado.Boot.Tests;

/// <summary>
/// Units that reach a device as system credentials: systemd takes them from the virtual machine's SMBIOS, so the
/// image under test is booted as it was built.
/// </summary>
internal static class Probe
{
    private const string Folder = "/run/credentials/@system";

    /// <summary>Prints what is so on the device, one "fact: NAME=VALUE" a line, before the ready line.</summary>
    public static ImmutableSortedDictionary<string, string> Facts { get; } = Unit(
        "probe", "multi-user.target",
        """
        After=multi-user.target
        Before=avocado-ready.service
        """,
        """
        fact() { echo "fact: $1=${2//$'\n'/,}"; }
        # The app's unit starts when multi-user.target is reached.
        socket=/run/gateway-telemetry/telemetry.sock
        for (( i = 0; i < 240; i++ )); do
            [[ -S $socket ]] && break
            sleep 0.5
        done
        # On a busy host the first answer may come too late for the one who asks.
        for (( i = 0; i < 5; i++ )); do
            answer=$(/usr/lib/gateway-telemetry/gateway-telemetry --query 2>&1) && break
        done
        fact app "$answer"
        fact app-state "$(systemctl show --property=ActiveState --value gateway-telemetry.service)"
        fact root "$(findmnt --noheadings --output SOURCE,FSTYPE,OPTIONS /)"
        fact root-write "$(touch /root/probe 2>&1)"
        fact var "$(findmnt --noheadings --output SOURCE,FSTYPE,OPTIONS /var)"
        fact cover "$(findmnt --noheadings --output FSTYPE,OPTIONS /var/lib/extensions)"
        fact covered "$(ls -A /var/lib/extensions)"
        fact cover-write "$(touch /var/lib/extensions/probe 2>&1)"
        fact sysexts "$(cd /usr/lib/extension-release.d && echo *)"
        fact confexts "$(cd /etc/extension-release.d && echo *)"
        fact lockdown "$(cat /sys/kernel/security/lockdown)"
        fact command-line "$(cat /proc/cmdline)"
        counted=/sys/firmware/efi/efivars/LoaderBootCountPath-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
        fact counted "$(cat $counted | tail -c +5 | tr -d '\0')"
        """);

    /// <summary>
    /// What an attacker with write access to var could do: lays a signed extension that no list names where systemd
    /// looks for extensions, as early as that place can be written to.
    /// </summary>
    public static ImmutableSortedDictionary<string, string> Plant { get; } = Unit(
        "plant", "var-lib-extensions.mount",
        """
        RequiresMountsFor=/var
        Requires=dev-disk-by\x2dpartlabel-factory.device
        After=dev-disk-by\x2dpartlabel-factory.device
        Before=var-lib-extensions.mount
        """,
        """
        set -e
        mkdir -p /run/plant /var/lib/extensions
        mount -t squashfs -o ro /dev/disk/by-partlabel/factory /run/plant
        cp /run/plant/extensions/field-tools.raw /var/lib/extensions/
        echo "fact: planted=$(ls -A /var/lib/extensions)"
        """);

    private static ImmutableSortedDictionary<string, string> Unit(
        string name, string target, string order, string script) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add($"{name}.sh", script.ReplaceLineEndings("\n") + "\n")
            .Add($"systemd.unit-dropin.{target}~{name}", $"[Unit]\nWants={name}.service\n")
            .Add($"systemd.extra-unit.{name}.service",
                $"""
                [Unit]
                DefaultDependencies=no
                {order}

                [Service]
                Type=oneshot
                ExecStart=/bin/bash {Folder}/{name}.sh
                StandardOutput=tty
                TTYPath=/dev/console

                """.ReplaceLineEndings("\n"));
}
