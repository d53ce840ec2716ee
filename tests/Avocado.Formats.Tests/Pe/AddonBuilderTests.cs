using Avocado.Files;
using Avocado.Formats.Pe;

namespace Avocado.Formats.Tests.Pe;

public class AddonBuilderTests
{
    [Fact]
    public void An_addon_reads_back_with_its_command_line_and_its_own_metadata()
    {
        byte[] addon = Segment.ToArray(AddonBuilder.Build(Stub(), "avocado.mode=development", "6.12.0"));
        UkiReader reader = UkiReader.Read(Content.Bytes(addon));

        Assert.True(reader.IsAddon);
        Assert.Equal("avocado.mode=development", reader.CommandLine);
        Assert.Equal("6.12.0", reader.Uname);
        Assert.Equal([".text", ".cmdline", ".uname", ".sbat"], reader.Base.Select(s => s.Name));
        using Stream sbat = reader.Open(reader.Find(".sbat")!.Value);
        using var text = new StreamReader(sbat);
        Assert.EndsWith(
            "\nuki-addon,1,UKI Addon,addon,1,https://www.freedesktop.org/software/systemd/man/latest/systemd-stub.html\n\0",
            text.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_command_line_makes_the_same_bytes() => Assert.Equal(
        Segment.ToArray(AddonBuilder.Build(Stub(), "quiet")), Segment.ToArray(AddonBuilder.Build(Stub(), "quiet")));

    [Fact]
    public void Another_command_line_makes_other_bytes() => Assert.NotEqual(
        Segment.ToArray(AddonBuilder.Build(Stub(), "quiet")), Segment.ToArray(AddonBuilder.Build(Stub(), "debug")));

    private static Content Stub() => Content.Bytes(SyntheticPe.AddonStub());
}
