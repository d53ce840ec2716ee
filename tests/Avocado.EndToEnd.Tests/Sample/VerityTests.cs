using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

[Collection(SampleTestGroup.Name)]
public sealed class VerityTests(SampleParts sample)
{
    [ToolFact("veritysetup", "unsquashfs")]
    public void The_root_file_system_has_the_root_hash_that_the_build_says()
    {
        Verify(BuiltSample.RootData, BuiltSample.RootHashTree, BuiltSample.RootHash);
        AssertZstandard(BuiltSample.RootData);
    }

    [ToolFact("veritysetup", "cp")]
    public void A_changed_byte_of_the_root_file_system_is_noticed()
    {
        string copy = sample["changed.squashfs"];
        File.Copy(BuiltSample.RootData, copy);
        using (FileStream file = File.Open(copy, FileMode.Open))
        {
            file.Position = file.Length / 2;
            int old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(old ^ 1));
        }
        Assert.NotEqual(0, Try(copy, BuiltSample.RootHashTree, BuiltSample.RootHash).ExitCode);
    }

    [ToolFact("sfdisk", "veritysetup", "unsquashfs", "objcopy", "cpio")]
    public void The_signed_initrd_opens_the_store_by_the_root_hash_that_it_has()
    {
        string[] line = File.ReadAllText(Path.Combine(sample.Initrd, "etc/veritytab"))
            .Split(' ', StringSplitOptions.TrimEntries);
        Verify(sample.Partition(SampleParts.StoreData), sample.Partition(SampleParts.StoreTree), line[3]);
        Assert.Equal("PARTUUID=" + sample.Partitions[SampleParts.StoreData].Id, line[1], ignoreCase: true);
        Assert.Equal("PARTUUID=" + sample.Partitions[SampleParts.StoreTree].Id, line[2], ignoreCase: true);
        Assert.Equal("restart-on-corruption", line[4]);
        AssertZstandard(sample.Partition(SampleParts.StoreData));
    }

    [ToolFact("sfdisk", "unsquashfs", "cmp")]
    public void The_store_carries_the_extensions_of_the_default_mode_and_the_modes()
    {
        ForeignTool.Run("cmp", BuiltSample.Output("extensions/app.raw"), Path.Combine(sample.Store, "extensions/app.raw"));
        ForeignTool.Run("cmp", BuiltSample.Output("runtime.json"), Path.Combine(sample.Store, "runtime.json"));
        Assert.False(File.Exists(Path.Combine(sample.Store, "extensions/field-tools.raw")));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(sample.Store, "modes")));
    }

    [ToolFact("sfdisk", "veritysetup")]
    public void Every_extension_has_the_root_hash_that_its_signature_names()
    {
        Assert.NotEmpty(SampleParts.Extensions);
        foreach (string name in SampleParts.Extensions)
        {
            (string data, string tree, string signature) = sample.Extension(name);
            Verify(data, tree, VeritySignature.Read(signature).RootHash);
        }
    }

    [ToolFact("sfdisk", "openssl", "objcopy", "cpio")]
    public void The_root_is_signed_by_the_key_that_the_initrd_trusts() =>
        VeritySignature.Read(sample.Partition(SampleParts.RootSignature))
            .AssertSignedBy(sample.Anchor, BuiltSample.RootHash, sample["root"]);

    [ToolFact("sfdisk", "openssl", "objcopy", "cpio")]
    public void Extensions_are_signed_by_the_key_that_the_initrd_trusts()
    {
        foreach (string name in SampleParts.Extensions)
        {
            VeritySignature signature = VeritySignature.Read(sample.Extension(name).Signature);
            signature.AssertSignedBy(sample.Anchor, signature.RootHash, sample[name]);
            Assert.False(signature.IsSignedBy(sample.Pem("KEK"), signature.RootHash, sample[name]));
            Assert.False(signature.IsSignedBy(sample.Anchor, BuiltSample.RootHash, sample[name]));
        }
    }

    private static void AssertZstandard(string image)
    {
        string text = ForeignTool.Run("unsquashfs", "-s", image).Output;
        Assert.Contains("Compression zstd", text);
        Assert.NotEmpty(ForeignTool.Run("unsquashfs", "-ll", image).Output);
    }

    private static void Verify(string data, string tree, string rootHash)
    {
        ToolResult result = Try(data, tree, rootHash);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static ToolResult Try(string data, string tree, string rootHash) =>
        ForeignTool.Try("veritysetup", "verify", data, tree, rootHash);
}
