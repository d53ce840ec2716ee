using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Tests.Harness;

namespace Avocado.Formats.Tests.Pe;

public class UkiReaderTests
{
    [Fact]
    public void A_damaged_image_gives_a_typed_error()
    {
        byte[] image = Segment.ToArray(UkiBuilder.Build(Content.Bytes(SyntheticPe.Stub()),
        [
            new(".osrel", Content.Text("ID=a\n")), new(".cmdline", Content.Text("quiet")),
            new(".linux", Content.Bytes(SyntheticPe.Kernel())),
        ]));

        new DamageRun(image, ReadAll)
            .Truncate(2048).FlipBits(6000, end: SyntheticPe.HeadersEnd).Overwrite(6000, end: SyntheticPe.HeadersEnd);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_damage()
    {
        byte[] image = SyntheticPe.Build(0x400, (".cmdline", [0xC3, 0x28], 0x40000040));

        Assert.Throws<DamagedFormatException>(() => UkiReader.Read(Content.Bytes(image)).CommandLine);
    }

    [Fact]
    public void Text_of_megabytes_is_damage()
    {
        byte[] image = SyntheticPe.Build(0x400, (".cmdline", new byte[1 << 20], 0x40000040));

        Assert.Throws<DamagedFormatException>(() => UkiReader.Read(Content.Bytes(image)).CommandLine);
    }

    [Fact]
    public void A_32_bit_image_is_not_supported()
    {
        byte[] image = SyntheticPe.Stub();
        image[SyntheticPe.OptionalOffset + 1] = 1;

        Assert.Equal("AVO0202",
            Assert.Throws<AvocadoException>(() => UkiReader.Read(Content.Bytes(image))).Code.Id);
    }

    [Fact]
    public void An_executable_that_is_no_unified_image_has_no_kernel_and_no_texts()
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(SyntheticPe.AddonStub()));

        Assert.False(reader.HasKernel || reader.IsAddon);
        Assert.Null(reader.CommandLine);
        Assert.Empty(reader.ReadOsRelease());
    }

    private static void ReadAll(byte[] bytes)
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(bytes));
        _ = reader.CommandLine;
        _ = reader.Uname;
        _ = reader.ReadOsRelease();
        foreach (PeSectionHeader section in reader.Image.Sections)
        {
            using Stream stream = reader.Open(section);
            stream.CopyTo(Stream.Null);
        }
    }
}
