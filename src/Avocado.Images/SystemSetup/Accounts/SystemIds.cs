using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>
/// Ids for accounts that ask for any. Files in var are owned by number, so an account must keep its id when packages
/// come and go: counting down from 999, as systemd-sysusers does, would shift them. Well-known names have ids of
/// their own, 900 to 999; any other name gets the number its SHA-256 falls on between 200 and 899. Should two names
/// of one image fall on one number, the later in byte order tries the next number its digest gives; a DeviceUser or
/// DeviceGroup item pins an id where even that must not happen.
/// </summary>
public sealed class SystemIds
{
    private const uint First = 200;
    private const uint Last = 899;

    private static readonly FrozenDictionary<string, uint> Pinned = new Dictionary<string, uint>
    {
        ["input"] = 999,
        ["sgx"] = 998,
        ["clock"] = 997,
        ["kvm"] = 996,
        ["render"] = 995,
        ["systemd-journal"] = 994,
        ["messagebus"] = 993,
        ["systemd-network"] = 992,
        ["systemd-resolve"] = 991,
        ["systemd-timesync"] = 990,
        ["systemd-coredump"] = 989,
        ["systemd-oom"] = 988,
        ["systemd-journal-remote"] = 987,
        ["systemd-journal-upload"] = 986,
        ["systemd-journal-gateway"] = 985,
        ["tss"] = 984,
        ["polkitd"] = 983,
        ["sshd"] = 982,
        ["netdev"] = 981,
        ["bluetooth"] = 980,
        ["avahi"] = 979,
        ["dnsmasq"] = 978,
        ["mosquitto"] = 977,
        ["_chrony"] = 976,
        ["rtkit"] = 975,
        ["uuidd"] = 974,
        ["gpio"] = 973,
        ["i2c"] = 972,
        ["spi"] = 971,
        ["wheel"] = 970,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly List<uint> _range = [];

    /// <summary>An "r" line: ids are taken from such ranges instead of 200 to 899.</summary>
    /// <param name="range">"500-899" or "500".</param>
    /// <param name="source">The file that has it.</param>
    /// <exception cref="AvocadoException">AVO0522: not a range of system ids.</exception>
    public void AddRange(string? range, string source)
    {
        string[] parts = (range ?? "").Split('-', 2);
        if (!TryId(parts[0], out uint first) || !TryId(parts[^1], out uint last)
            || first > last || last > ushort.MaxValue)
        {
            throw Codes.BadAccount.Error($"'{range}' in {source}", "a range is two ids below 65536, as in 500-899");
        }
        for (uint id = first; id <= last; id++)
        {
            _range.Add(id);
        }
    }

    /// <summary>The id of a name.</summary>
    /// <param name="name">User or group.</param>
    /// <param name="isTaken">Whether an id belongs to another account.</param>
    /// <exception cref="AvocadoException">AVO0523: every id of the range is taken.</exception>
    public uint Allocate(string name, Func<uint, bool> isTaken)
    {
        ArgumentNullException.ThrowIfNull(isTaken);
        if (Pinned.TryGetValue(name, out uint pinned) && !isTaken(pinned))
        {
            return pinned;
        }
        int count = _range.Count > 0 ? _range.Count : (int)(Last - First + 1);
        for (int attempt = 0; attempt < 4 * count; attempt++)
        {
            uint id = At(Position(name, attempt, count));
            if (!isTaken(id))
            {
                return id;
            }
        }
        // Digests may miss some numbers of a nearly full range.
        for (int i = 0; i < count; i++)
        {
            if (!isTaken(At(i)))
            {
                return At(i);
            }
        }
        throw Codes.NoFreeSystemId.Error(name);
    }

    private uint At(int position) => _range.Count > 0 ? _range[position] : First + (uint)position;

    private static int Position(string name, int attempt, int count)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}\0{attempt}");
        byte[] digest = Avocado.Files.Sha256Digest.Of(Encoding.UTF8.GetBytes(text)).ToArray();
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(digest) % (uint)count);
    }

    private static bool TryId(string text, out uint id) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
