using Avocado.Formats.Archives;

namespace Avocado.Formats.Tar;

/// <summary>A header block as it stands in the archive (POSIX ustar, GNU and the Unix V7 form).</summary>
internal readonly record struct TarHeader
{
    /// <summary>Headers and contents fill blocks of this size.</summary>
    public const int Size = 512;

    private static readonly TarField NameField = new(0, 100);
    private static readonly TarField ModeField = NameField.Then(8);
    private static readonly TarField UidField = ModeField.Then(8);
    private static readonly TarField GidField = UidField.Then(8);
    private static readonly TarField SizeField = GidField.Then(12);
    private static readonly TarField MtimeField = SizeField.Then(12);
    private static readonly TarField ChecksumField = MtimeField.Then(8);
    private static readonly TarField TypeField = ChecksumField.Then(1);
    private static readonly TarField LinkNameField = TypeField.Then(100);
    private static readonly TarField MagicField = LinkNameField.Then(6);
    private static readonly TarField VersionField = MagicField.Then(2);
    private static readonly TarField UserNameField = VersionField.Then(32);
    private static readonly TarField GroupNameField = UserNameField.Then(32);
    private static readonly TarField DeviceMajorField = GroupNameField.Then(8);
    private static readonly TarField DeviceMinorField = DeviceMajorField.Then(8);
    private static readonly TarField PrefixField = DeviceMinorField.Then(155);

    public required byte Type { get; init; }

    public required byte[] Name { get; init; }

    public required byte[] LinkName { get; init; }

    public required long Mode { get; init; }

    public required long Uid { get; init; }

    public required long Gid { get; init; }

    public required long ContentSize { get; init; }

    public required long Mtime { get; init; }

    public required byte[] UserName { get; init; }

    public required byte[] GroupName { get; init; }

    public required long DeviceMajor { get; init; }

    public required long DeviceMinor { get; init; }

    /// <param name="block">One block.</param>
    /// <param name="archive">Makes the errors.</param>
    public static TarHeader Read(ReadOnlySpan<byte> block, ArchiveSource archive)
    {
        VerifyChecksum(block, archive);
        ReadOnlySpan<byte> magic = MagicField.In(block);
        bool isUstar = magic.SequenceEqual("ustar\0"u8);
        bool isGnu = magic.SequenceEqual("ustar "u8);
        // The V7 form ends with the link name; GNU has other things where ustar has the prefix.
        bool hasOwnerNames = isUstar || isGnu;
        byte[] name = NameField.Text(block).ToArray();
        return new TarHeader
        {
            Type = block[TypeField.Offset],
            Name = isUstar && PrefixField.Text(block) is { IsEmpty: false } prefix
                ? [.. prefix, (byte)'/', .. name]
                : name,
            LinkName = LinkNameField.Text(block).ToArray(),
            Mode = Number(ModeField, block, archive),
            Uid = Number(UidField, block, archive),
            Gid = Number(GidField, block, archive),
            ContentSize = Number(SizeField, block, archive),
            Mtime = Number(MtimeField, block, archive),
            UserName = hasOwnerNames ? UserNameField.Text(block).ToArray() : [],
            GroupName = hasOwnerNames ? GroupNameField.Text(block).ToArray() : [],
            DeviceMajor = hasOwnerNames ? Number(DeviceMajorField, block, archive) : 0,
            DeviceMinor = hasOwnerNames ? Number(DeviceMinorField, block, archive) : 0,
        };
    }

    /// <summary>The sum of all bytes, with the checksum itself counted as spaces.</summary>
    private static void VerifyChecksum(ReadOnlySpan<byte> block, ArchiveSource archive)
    {
        long sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }
        foreach (byte value in ChecksumField.In(block))
        {
            sum += ' ' - value;
        }
        if (sum != Number(ChecksumField, block, archive))
        {
            throw archive.Damaged("the checksum of a header is wrong");
        }
    }

    private static long Number(TarField field, ReadOnlySpan<byte> block, ArchiveSource archive) =>
        field.TryNumber(block, out long value)
            ? value
            : throw archive.Damaged("a number in a header is not a number");
}
