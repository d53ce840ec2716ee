using System.Text;
using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Tests.Harness;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Tests.Verity;

public sealed class VeritySignatureTests
{
    private static readonly VeritySignature Signature = new(
        Sha256Digest.Of("data"u8), Sha256Digest.Of("certificate"u8), VerityTestData.Data(416));

    [Fact]
    public void A_signature_partition_is_json_and_nuls_and_is_read_as_it_was_written()
    {
        byte[] partition = Signature.ToPartition();
        Assert.Equal(16384, partition.Length);
        Assert.Equal(Signature, VeritySignature.Read(partition));
        Assert.Equal(Signature, VeritySignature.Read(Encoding.UTF8.GetBytes(Signature.ToJson())));
    }

    [Fact]
    public void The_json_is_what_any_json_parser_reads_in_systemds_key_order()
    {
        using JsonDocument json = JsonDocument.Parse(Signature.ToJson());
        Assert.Equal(["rootHash", "certificateFingerprint", "signature"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Signature.RootHash.ToString(), json.RootElement.GetProperty("rootHash").GetString());
        Assert.Equal(Signature.Pkcs7.ToArray(), json.RootElement.GetProperty("signature").GetBytesFromBase64());
    }

    [Fact]
    public void A_signature_that_does_not_fit_is_refused() => Assert.Equal("AVO0203",
        Assert.Throws<AvocadoException>((Signature with { Pkcs7 = new byte[13000] }).ToPartition).Code.Id);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"rootHash\":1}")]
    [InlineData("{\"rootHash\":\"\\ud800\"}")]
    [InlineData("{\"signature\":\"AAAA\",\"signature\":\"AAAA\"}")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}")]
    public void What_is_no_signature_is_refused(string json) =>
        Assert.Throws<DamagedFormatException>(() => VeritySignature.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Text_after_the_json_is_refused() => Assert.Throws<DamagedFormatException>(
        () => VeritySignature.Read(Encoding.UTF8.GetBytes(Signature.ToJson() + "{}")));

    [Fact]
    public void Damaged_signature_partitions_give_typed_errors()
    {
        byte[] json = Encoding.UTF8.GetBytes(Signature.ToJson());
        var run = new DamageRun(json, bad => VeritySignature.Read(bad), allocationLimit: 1 << 20);
        run.Truncate(json.Length).FlipBits(1000).Overwrite(500);
        Assert.InRange(run.Refused, json.Length, int.MaxValue);
    }
}
