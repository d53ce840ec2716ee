using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Testing;

namespace Avocado.Files.Tests;

public sealed class ContentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Contents_with_the_same_bytes_are_equal_and_know_their_digest()
    {
        Assert.Equal(Content.Text("abc"), Content.Bytes("abc"u8.ToArray()));
        Assert.NotEqual(Content.Text("abc"), Content.Text("abd"));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Content.Text("abc").ComputeDigest().ToString());
    }

    [Fact]
    public void A_slice_shows_its_bytes_and_no_others()
    {
        string path = _folder.Write("pack", "0123456789"u8);
        var slice = new SliceContent(path, 3, 4, null);
        Assert.Equal("3456", Encoding.ASCII.GetString(slice.ReadAll()));
        Assert.Equal(Sha256Digest.Of("3456"u8), slice.ComputeDigest());
        using Stream stream = slice.Open();
        Assert.Equal(4, stream.Length);
        var buffer = new byte[10];
        Assert.Equal(4, stream.ReadAtLeast(buffer, 10, throwOnEndOfStream: false));
    }

    [Fact]
    public void A_slice_of_a_file_that_was_cut_is_an_error()
    {
        string path = _folder.Write("pack", "0123456789"u8);
        var slice = new SliceContent(path, 8, 4, null);
        Assert.Same(Codes.InputChanged, Assert.Throws<AvocadoException>(slice.ReadAll).Code);
    }

    [Fact]
    public void A_host_file_that_changed_or_went_is_an_error()
    {
        string path = _folder.Write("file", "0123"u8);
        HostFileContent content = HostFileContent.Of(path);
        Assert.Equal("0123", Encoding.ASCII.GetString(content.ReadAll()));
        File.WriteAllText(path, "01234");
        Assert.Same(Codes.InputChanged, Assert.Throws<AvocadoException>(content.ReadAll).Code);
        File.Delete(path);
        Assert.Same(Codes.InputChanged, Assert.Throws<AvocadoException>(content.ReadAll).Code);
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(4095, 255)]
    [InlineData(259, 1048575)]
    public void A_device_number_survives_its_encoding(uint major, uint minor)
    {
        var number = new DeviceNumber(major, minor);
        Assert.Equal(number, DeviceNumber.Decode(number.Encoded));
    }

    [Theory]
    [InlineData(755, UnixMode.Executable)]
    [InlineData(644, UnixMode.Plain)]
    [InlineData(1777, 0x3FF)]
    [InlineData(4755, 0x9ED)]
    public void A_mode_reads_like_its_octal_digits(int digits, ushort mode)
    {
        Assert.Equal(mode, UnixMode.Octal(digits));
    }
}
