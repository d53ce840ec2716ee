using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Tests.Fakes;

namespace Avocado.Packages.Tests.Caching;

public sealed class ActionResultTests
{
    private static readonly ActionKey s_key = new ActionKeyBuilder("squash", 3).Add("x", "y").ToKey();

    private static ActionResult Sample => new("squash", 3, new Dictionary<string, Blob>
    {
        ["rootfs.squashfs"] = new(Sha256Digest.Of("a"u8), long.MaxValue),
        ["empty"] = new(Sha256Digest.Of([]), 0),
        ["tree"] = new(Sha256Digest.Of("b"u8), 300),
    });

    [Fact]
    public void A_result_is_read_as_it_was_written()
    {
        ActionResult read = ActionResultReader.Read(ActionResultWriter.Write(Sample, s_key.Digest), s_key.Digest);
        Assert.Equal(Sample.Outputs, read.Outputs);
        Assert.Equal(("squash", 3), (read.Step, read.Version));
        Assert.Equal(300, read["tree"].Size);
    }

    [Fact]
    public void A_result_is_an_ActionResult_of_the_remote_execution_protocol()
    {
        var result = new ActionResult("s", 1, [KeyValuePair.Create("o", new Blob(Sha256Digest.Of("a"u8), 300))]);
        byte[] bytes = ActionResultWriter.Write(result, s_key.Digest);
        byte[] hash = Encoding.ASCII.GetBytes(Sha256Digest.Of("a"u8).ToString());
        // As protoc would write it: output_files { path, digest { hash, size_bytes } }, stdout_raw, metadata { worker }.
        byte[] output = [0x0A, 1, (byte)'o', 0x12, 69, 0x0A, 64, .. hash, 0x10, 0xAC, 0x02];
        byte[] worker = [0x0A, 15, .. "avocado-sdk s 1"u8];
        Assert.Equal((byte[])[0x12, (byte)output.Length, .. output, 0x2A, 32], bytes[..(output.Length + 4)]);
        Assert.Equal((byte[])[0x4A, (byte)worker.Length, .. worker], bytes[(output.Length + 4 + 32)..]);
    }

    [Fact]
    public void The_same_outputs_in_another_order_are_the_same_bytes()
    {
        var turned = new ActionResult("squash", 3, Sample.Outputs.Reverse());
        Assert.Equal(ActionResultWriter.Write(Sample, s_key.Digest), ActionResultWriter.Write(turned, s_key.Digest));
    }

    [Fact]
    public void A_result_under_another_key_is_refused()
    {
        byte[] bytes = ActionResultWriter.Write(Sample, s_key.Digest);
        Assert.Throws<DamagedFormatException>(() => ActionResultReader.Read(bytes, Sha256Digest.Of("other"u8)));
    }

    [Fact]
    public void Damaged_results_are_never_read()
    {
        byte[] good = ActionResultWriter.Write(Sample, s_key.Digest);
        int accepted = 0;
        int refused = Expect.TypedErrors(good, 4000, bytes =>
        {
            ActionResultReader.Read(bytes, s_key.Digest);
            accepted += bytes.SequenceEqual(good) ? 0 : 1;
        });
        Assert.Equal(0, accepted);
        Assert.True(refused > 3000, $"only {refused} refused");
    }

    [Fact]
    public void Hostile_results_are_refused()
    {
        byte[] endless = [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
        byte[] unending = [0x12, .. Enumerable.Repeat((byte)0xFF, 40)];
        byte[] large = new byte[ActionResultFields.MaxSize + 1];
        byte[] many = [.. Enumerable.Repeat<byte[]>([0x12, 0], 5000).SelectMany(b => b)];
        Assert.All((byte[][])[[], endless, unending, large, many, [0xFF], "<html>"u8.ToArray()], bytes =>
            Assert.Throws<DamagedFormatException>(() => ActionResultReader.Read(bytes, s_key.Digest)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    public void A_name_that_could_be_a_path_is_refused(string name) => Assert.Throws<ArgumentException>(
        () => new ActionResult("s", 1, [KeyValuePair.Create(name, default(Blob))]));

    [Fact]
    public void A_name_that_comes_twice_is_refused() => Assert.Throws<ArgumentException>(() => new ActionResult(
        "s", 1, [KeyValuePair.Create("a", default(Blob)), KeyValuePair.Create("a", default(Blob))]));
}
