using System.Buffers.Binary;

namespace Avocado.Formats.Fat;

/// <summary>
/// Long names (FAT specification 7): slots of 13 UTF-16 units before the short entry, the last part first, tied to
/// it by a checksum of the short name.
/// </summary>
internal static class FatLongName
{
    /// <summary>Longest name in UTF-16 units.</summary>
    public const int MaxLength = 255;

    private const int UnitsPerSlot = 13;
    private const byte LastPart = 0x40;
    private const int Checksum = 13;

    /// <summary>Where a slot keeps its units.</summary>
    private static ReadOnlySpan<byte> UnitOffsets => [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];

    /// <summary>How many slots a name takes.</summary>
    public static int SlotCount(string name) => (name.Length + UnitsPerSlot - 1) / UnitsPerSlot;

    /// <summary>The checksum of a short name.</summary>
    public static byte ChecksumOf(string shortName)
    {
        byte sum = 0;
        foreach (char c in shortName)
        {
            sum = (byte)((byte)((sum >> 1) | (sum << 7)) + (byte)c);
        }
        return sum;
    }

    /// <summary>Writes the slots of a name, in the order of the disk.</summary>
    public static void Write(Span<byte> destination, string name, string shortName)
    {
        int slots = SlotCount(name);
        for (int part = slots; part >= 1; part--, destination = destination[FatDirectoryEntry.Size..])
        {
            Span<byte> slot = destination[..FatDirectoryEntry.Size];
            slot.Clear();
            slot[0] = (byte)(part | (part == slots ? LastPart : 0));
            slot[FatBootSector.LabelSize] = (byte)FatAttributes.LongName;
            slot[Checksum] = ChecksumOf(shortName);
            for (int i = 0; i < UnitsPerSlot; i++)
            {
                int at = (part - 1) * UnitsPerSlot + i;
                // One NUL ends a name that does not fill its slot; the rest is ones.
                ushort unit = at < name.Length ? name[at] : at == name.Length ? (ushort)0 : ushort.MaxValue;
                BinaryPrimitives.WriteUInt16LittleEndian(slot[UnitOffsets[i]..], unit);
            }
        }
    }

    /// <summary>Collects the slots of one name as they come.</summary>
    public sealed class Collector
    {
        private readonly char[] _units = new char[20 * UnitsPerSlot];
        private int _parts;
        private int _expected;
        private byte _checksum;

        /// <summary>Takes a slot. What does not belong together is dropped, as every driver does.</summary>
        public void Add(ReadOnlySpan<byte> slot)
        {
            int part = slot[0] & ~LastPart;
            if ((slot[0] & LastPart) != 0 && part is >= 1 and <= 20)
            {
                (_parts, _expected, _checksum) = (part, part, slot[Checksum]);
            }
            if (_expected == 0 || part != _expected || slot[Checksum] != _checksum)
            {
                Clear();
                return;
            }
            _expected--;
            for (int i = 0; i < UnitsPerSlot; i++)
            {
                _units[_expected * UnitsPerSlot + i] =
                    (char)BinaryPrimitives.ReadUInt16LittleEndian(slot[UnitOffsets[i]..]);
            }
        }

        /// <summary>The name of the short entry that follows; null when it has none. Starts anew.</summary>
        public string? Take(string shortName)
        {
            string? name = null;
            if (_parts > 0 && _expected == 0 && _checksum == ChecksumOf(shortName))
            {
                name = new string(_units, 0, _parts * UnitsPerSlot);
                int end = name.IndexOf('\0', StringComparison.Ordinal);
                name = end >= 0 ? name[..end] : name;
            }
            Clear();
            return name;
        }

        /// <summary>Forgets what was collected.</summary>
        public void Clear() => (_parts, _expected) = (0, 0);
    }
}
