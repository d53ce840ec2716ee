using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Images.Reuse;
using Avocado.Testing;

namespace Avocado.Images.Tests.Reuse;

/// <summary>What is not known for certain is not left alone.</summary>
public sealed class KeptRangesTests : IDisposable
{
    private static readonly Sha256Digest s_image = Sha256Digest.Of("image"u8);
    private static readonly ByteRange[] s_ranges = [new(4096, 100), new(5000, 1), new(1L << 40, 77)];
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["kept"];

    [Fact]
    public void Ranges_are_those_of_one_image_over_one_base()
    {
        new KeptRanges(s_image, "base root", s_ranges).Save(File);
        Assert.Equal(s_ranges, KeptRanges.Load(File, s_image, "base root"));
        Assert.Empty(KeptRanges.Load(File, Sha256Digest.Of("another"u8), "base root"));
        Assert.Empty(KeptRanges.Load(File, s_image, "base store"));
        Assert.Empty(KeptRanges.Load(_folder["none"], s_image, "base root"));
    }

    [Fact]
    public void Notes_that_are_cut_short_are_none()
    {
        new KeptRanges(s_image, "base root", s_ranges).Save(File);
        string text = System.IO.File.ReadAllText(File);
        for (int length = 0; length < text.Length - 1; length++)
        {
            System.IO.File.WriteAllText(File, text[..length]);
            Assert.Empty(KeptRanges.Load(File, s_image, "base root"));
        }
    }

    [Fact]
    public void Ranges_out_of_order_are_none()
    {
        new KeptRanges(s_image, "base root", [s_ranges[1], s_ranges[0]]).Save(File);
        Assert.Empty(KeptRanges.Load(File, s_image, "base root"));
    }

    public void Dispose() => _folder.Dispose();
}
