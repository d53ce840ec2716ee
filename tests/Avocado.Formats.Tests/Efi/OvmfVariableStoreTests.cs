using System.Buffers.Binary;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;
using Avocado.Formats.Tests.Harness;

namespace Avocado.Formats.Tests.Efi;

public class OvmfVariableStoreTests
{
    private const int HeaderLength = 72;
    private const int StoreSize = 0x4000;
    private static readonly EfiTime Time = new(2024, 1, 1, 0, 0, 0);

    [Fact]
    public void Enrolled_keys_read_back_and_the_file_keeps_its_size()
    {
        OvmfVariableStore store = Enrolled(Blank());
        OvmfVariableStore read = OvmfVariableStore.Read(store.ToArray());

        Assert.Equal(Blank().Length, store.ToArray().Length);
        Assert.Equal(["db", "KEK", "PK", "SecureBootEnable"], read.Variables.Select(v => v.Name));
        Assert.All(read.Variables.Take(3), v => Assert.Equal((EfiVariableAttributes)0x27, v.Attributes));
        Assert.Equal(TestCertificate.Der("db"),
            EfiSignatureList.Read(read.Variables[0].Value).Single().Entries.Single().Data.ToArray());
        Assert.Equal([1], read.Variables[3].Value.ToArray());
        Assert.Equal(Time, read.Variables[0].Timestamp);
    }

    [Fact]
    public void The_same_keys_make_the_same_store() =>
        Assert.Equal(Enrolled(Blank()).ToArray(), Enrolled(Blank()).ToArray());

    [Fact]
    public void Variables_that_were_there_stay_and_the_template_is_not_changed()
    {
        OvmfVariableStore store = OvmfVariableStore.Read(Blank());
        store.Set(new OvmfVariable("Lang", EfiGuid.GlobalVariable, EfiVariableAttributes.NonVolatile, default, "en"u8.ToArray()));
        byte[] template = store.ToArray();
        byte[] before = [.. template];

        Assert.Equal("Lang", Enrolled(template).Variables[0].Name);
        Assert.Equal(before, template);
    }

    [Fact]
    public void Setting_a_variable_again_replaces_it()
    {
        OvmfVariableStore store = OvmfVariableStore.Read(Enrolled(Blank()).ToArray());
        store.Set(new OvmfVariable("PK", EfiGuid.GlobalVariable, EfiVariableAttributes.SecureBootKeys, Time, new byte[] { 7 }));

        OvmfVariable key = Assert.Single(OvmfVariableStore.Read(store.ToArray()).Variables, v => v.Name == "PK");
        Assert.Equal([7], key.Value.ToArray());
    }

    [Fact]
    public void A_full_store_is_refused_and_not_changed()
    {
        OvmfVariableStore store = OvmfVariableStore.Read(Blank());
        var large = new OvmfVariable("Large", EfiGuid.GlobalVariable, EfiVariableAttributes.NonVolatile, default,
            new byte[StoreSize]);

        Assert.Equal("AVO0203", Assert.Throws<AvocadoException>(() => store.Set(large)).Code.Id);
        Assert.Equal(Blank(), store.ToArray());
    }

    [Fact]
    public void Flash_that_is_not_blank_is_never_overwritten()
    {
        byte[] flash = Blank();
        flash[HeaderLength + 200] = 0;

        Assert.Equal("AVO0203", Assert.Throws<AvocadoException>(() => Enrolled(flash)).Code.Id);
    }

    [Fact]
    public void A_damaged_store_gives_a_typed_error()
    {
        byte[] flash = Enrolled(Blank()).ToArray();
        int end = HeaderLength + 4000;

        new DamageRun(flash, ReadAndEnrol).Truncate(200)
            .FlipBits(3000, end: end).Overwrite(3000, end: end)
            .FlipBits(1000, end: HeaderLength + 100).Overwrite(1000, end: HeaderLength + 100);
    }

    [FirmwareFact]
    public void The_distribution_s_own_file_takes_the_keys()
    {
        byte[] template = File.ReadAllBytes(FirmwareFactAttribute.Path);

        Assert.Contains(Enrolled(template).Variables, v => v.Name == "PK");
    }

    private static void ReadAndEnrol(byte[] flash) => _ = Enrolled(flash).Variables;

    private static OvmfVariableStore Enrolled(byte[] flash)
    {
        OvmfVariableStore store = OvmfVariableStore.Read(flash);
        store.Enrol(List("PK"), List("KEK"), List("db"), Time);
        return store;
    }

    private static EfiSignatureList[] List(string name) =>
        [EfiSignatureList.OfCertificate(Guid.Empty, TestCertificate.Der(name))];

    /// <summary>A formatted volume without variables, from EDK II's definitions.</summary>
    private static byte[] Blank()
    {
        var flash = new byte[0x8000];
        flash.AsSpan(HeaderLength).Fill(0xFF);
        BinaryPrimitives.WriteUInt64LittleEndian(flash.AsSpan(32), (ulong)flash.Length);
        Encoding.ASCII.GetBytes("_FVH", flash.AsSpan(40));
        BinaryPrimitives.WriteUInt16LittleEndian(flash.AsSpan(48), HeaderLength);
        Span<byte> store = flash.AsSpan(HeaderLength);
        new Guid("aaf32c78-947b-439a-a180-2e144ec37792").TryWriteBytes(store);
        BinaryPrimitives.WriteUInt32LittleEndian(store[16..], StoreSize);
        store[20] = 0x5A;
        store[21] = 0xFE;
        store[22..28].Clear();
        return flash;
    }
}
