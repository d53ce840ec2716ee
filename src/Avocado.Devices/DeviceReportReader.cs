using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Avocado.Devices;

/// <summary>Gathers a <see cref="DeviceReport"/> from the lines of a device's console.</summary>
public sealed partial class DeviceReportReader
{
    private readonly ImmutableArray<string>.Builder _failed = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<RefusedExtension>.Builder _refused = ImmutableArray.CreateBuilder<RefusedExtension>();
    private string _rootHash = "unverified";
    private bool _secureBoot;
    private bool _encrypted;

    /// <summary>Reads one line, terminal codes removed.</summary>
    /// <returns>The report when this line completes it: the "ready" line comes last.</returns>
    public DeviceReport? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (Refused().Match(line) is { Success: true } refused)
        {
            _refused.Add(new RefusedExtension(refused.Groups[1].Value, refused.Groups[2].Value));
        }
        else if (Failed().Match(line) is { Success: true } failed)
        {
            _failed.Add(failed.Groups[1].Value);
        }
        else if (Verified().Match(line) is { Success: true } verified)
        {
            _rootHash = verified.Groups[1].Value;
            _secureBoot = verified.Groups[2].Value == "on";
            _encrypted = verified.Groups[3].Value == "encrypted";
        }
        else if (Ready().Match(line) is { Success: true } ready)
        {
            return new DeviceReport
            {
                Image = ready.Groups[1].Value,
                Version = ready.Groups[2].Value,
                Mode = ready.Groups[3].Value,
                Extensions = [.. ready.Groups[4].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)],
                FailedCount = int.Parse(ready.Groups[5].Value, CultureInfo.InvariantCulture),
                FailedUnits = _failed.ToImmutable(),
                Refused = _refused.ToImmutable(),
                RootHash = _rootHash,
                IsSecureBoot = _secureBoot,
                IsVarEncrypted = _encrypted,
            };
        }
        return null;
    }

    [GeneratedRegex(@"avocado: refused extension=(\S+) reason=(\S+)")]
    private static partial Regex Refused();

    [GeneratedRegex(@"avocado: failed unit=(\S+)")]
    private static partial Regex Failed();

    [GeneratedRegex(@"avocado: verified root=(\S+) secure-boot=(on|off) var=(\S+)")]
    private static partial Regex Verified();

    [GeneratedRegex(@"avocado: ready image=(\S+) version=(\S+) mode=(\S+) extensions=(\S*) failed=(\d{1,4})")]
    private static partial Regex Ready();
}
