using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Tests.Fat;

/// <summary>A volume like the product's system partition, with names of every kind.</summary>
internal static class FatTestVolume
{
    public const long MinSize = 34 << 20;
    public const long SourceDate = 1700000001;

    public static FatOptions Options { get; } =
        new() { Size = MinSize, VolumeId = 0x877A9082, Label = "ESP", SourceDate = SourceDate };

    public static FatFile[] Files { get; } =
    [
        File("EFI/BOOT/BOOTX64.EFI", 100_001),
        File("EFI/Linux/gateway_1.4.0~rc1+3.efi", 300_000),
        File("EFI/Linux/gateway_1.3.0.efi", 512),
        File("loader/loader.conf", 27),
        File("loader/entries.srel", 6),
        File("loader/empty", 0),
        File("loader/keys/auto/PK.auth", 513),
        File("README.TXT", 5),
        File(".hidden", 7),
        File("a+b,c.tar.gz", 9),
        File("Zürich €😀 " + new string('x', 200) + ".txt", 11),
        File("LONGFI~1.TXT", 1),
        File("longfilename one.txt", 2),
        File("longfilename two.txt", 3),
        .. Enumerable.Range(0, 150).Select(i => File($"many/a name that is long enough {i}.data", i)),
        new("vendor/empty folder", null),
    ];

    public static byte[] Image(FatOptions? options = null, IEnumerable<FatFile>? files = null)
    {
        var writer = new FatWriter(options ?? Options, files ?? Files);
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        writer.WriteTo(output, CancellationToken.None);
        output.Complete();
        Assert.Equal(writer.Length, stream.Length);
        return stream.ToArray();
    }

    public static FatFile File(string path, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return new FatFile(path, Content.Bytes(bytes));
    }
}
