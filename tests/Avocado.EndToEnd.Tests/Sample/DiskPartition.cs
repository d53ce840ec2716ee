using System.Text.Json;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>A partition as sfdisk reads it.</summary>
/// <param name="Offset">Bytes from the start of the disk.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">Partition type, upper case.</param>
/// <param name="Id">Partition UUID, upper case.</param>
/// <param name="Name">Label.</param>
internal sealed record DiskPartition(string Disk, long Offset, long Size, string Type, string Id, string Name)
{
    private const int BufferSize = 1 << 20;

    /// <summary>Every partition of an image, in the order of the table.</summary>
    public static DiskPartition[] ReadAll(string disk)
    {
        using JsonDocument table = JsonDocument.Parse(ForeignTool.Run("sfdisk", "-J", disk).Output);
        JsonElement root = table.RootElement.GetProperty("partitiontable");
        long sector = root.GetProperty("sectorsize").GetInt64();
        return
        [
            .. root.GetProperty("partitions").EnumerateArray().Select(p => new DiskPartition(
                disk,
                p.GetProperty("start").GetInt64() * sector,
                p.GetProperty("size").GetInt64() * sector,
                p.GetProperty("type").GetString()!,
                p.GetProperty("uuid").GetString()!,
                p.GetProperty("name").GetString()!)),
        ];
    }

    /// <summary>Copies the partition into a file of its own; zeros become holes.</summary>
    public string CopyTo(string path)
    {
        using FileStream disk = File.OpenRead(Disk);
        using FileStream copy = File.Create(path);
        disk.Position = Offset;
        copy.SetLength(Size);
        var buffer = new byte[BufferSize];
        for (long at = 0; at < Size; at += buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Size - at));
            disk.ReadExactly(part);
            if (part.ContainsAnyExcept((byte)0))
            {
                copy.Position = at;
                copy.Write(part);
            }
        }
        return path;
    }
}
