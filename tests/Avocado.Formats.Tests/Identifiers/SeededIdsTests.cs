using Avocado.Files;
using Avocado.Formats.Identifiers;

namespace Avocado.Formats.Tests.Identifiers;

public sealed class SeededIdsTests
{
    private static readonly SeededIds Ids = new(Guid.Parse("11111111-2222-3333-4444-555555555555"));

    // The expected values were taken from a disk that systemd-repart 257 made with this seed.
    [Fact]
    public void The_disk_guid_is_the_one_that_repart_derives() =>
        Assert.Equal(Guid.Parse("029f4951-90d3-4059-b93b-d358015a0a3b"), Ids.Disk);

    [Theory]
    [InlineData("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "137c78ee-1d11-4547-ad3f-fa6b1a4ad97a")]
    [InlineData("e7bb33fb-06cf-4e81-8273-e543b413e2e2", "701502d1-478e-4029-9e64-f26d3b210b3f")]
    public void Partition_guids_are_the_ones_that_repart_derives(string type, string expected) =>
        Assert.Equal(Guid.Parse(expected), Ids.Partition(Guid.Parse(type)));

    [Fact]
    public void The_fat_volume_id_is_the_one_that_repart_derives() =>
        Assert.Equal(0x877a9082u, SeededIds.FatVolumeId(Guid.Parse("137c78ee-1d11-4547-ad3f-fa6b1a4ad97a")));

    [Fact]
    public void Verity_salt_and_uuid_are_the_ones_that_repart_derives()
    {
        Assert.Equal("860f08c6a5ec51f0b5d608187cbd374c16ba09b312ee6ece89bc87527654eddf",
            Convert.ToHexStringLower(Ids.VeritySalt));
        Assert.Equal(Guid.Parse("8055b167-809b-4e12-9f0c-a100b44438a9"), Ids.VerityId);
    }

    [Fact]
    public void Partitions_of_one_type_and_parts_of_one_image_never_share_an_id()
    {
        Guid type = Guid.Parse("4f68bce3-e8cd-4db1-96e7-fbcaf984b709");
        Guid[] ids =
        [
            Ids.Disk, Ids.VerityId, .. Enumerable.Range(0, 8).Select(i => Ids.Partition(type, i)),
            Ids.For("app").Disk, Ids.For("app").VerityId, Ids.For("tools").VerityId,
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(4, id.Version));
    }

    [Fact]
    public void A_root_hash_is_the_text_of_its_two_partition_guids()
    {
        Sha256Digest root = Sha256Digest.Parse("c371b85a57dbefa93d2224b5639b3c508f20dd2c2a288278998bdeeeb90569fa");
        (Guid data, Guid hash) = SeededIds.VerityPartitions(root);
        Assert.Equal("c371b85a-57db-efa9-3d22-24b5639b3c50", data.ToString());
        Assert.Equal("8f20dd2c-2a28-8278-998b-deeeb90569fa", hash.ToString());
        Assert.Equal(root, SeededIds.RootHash(data, hash));
    }

    [Fact]
    public void A_name_gives_the_uuid_of_the_rfc()
    {
        // RFC 9562, appendix A.4: www.example.com in the DNS namespace.
        Assert.Equal(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            UuidV5.Create(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));
    }

    [Fact]
    public void Text_order_and_mixed_order_are_kept_apart()
    {
        Guid id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Assert.Equal("00112233445566778899aabbccddeeff", Convert.ToHexStringLower(id.ToTextOrder()));
        var mixed = new byte[GuidBytes.Size];
        id.WriteMixedOrder(mixed);
        Assert.Equal("33221100554477668899aabbccddeeff", Convert.ToHexStringLower(mixed));
        Assert.Equal(id, GuidBytes.FromMixedOrder(mixed));
        Assert.Equal(id, GuidBytes.FromTextOrder(id.ToTextOrder()));
    }
}
