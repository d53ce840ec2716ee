using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Pe;

public class UkiBuilderTests
{
    private const string OsRelease = "ID=avocado\nNAME=\"Avocado \\\"OS\\\"\"\nVERSION_ID='1'\n# comment\n";
    private static readonly byte[] Initrd = SyntheticPe.Code(70_001);

    [Fact]
    public void A_built_image_reads_back_with_every_section()
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(Segment.ToArray(Build())));

        Assert.Equal([".text", ".sbat", ".reloc", ".osrel", ".cmdline", ".uname", ".linux", ".initrd"],
            reader.Base.Select(s => s.Name));
        Assert.Equal("console=ttyS0 quiet", reader.CommandLine);
        Assert.Equal("6.12.0", reader.Uname);
        Assert.Equal(OsRelease.TrimEnd(), reader.OsRelease);
        Assert.Equal(new Dictionary<string, string>
        {
            ["ID"] = "avocado", ["NAME"] = "Avocado \"OS\"", ["VERSION_ID"] = "1",
        }, reader.ReadOsRelease());
        Assert.True(reader.HasKernel);
        Assert.False(reader.IsAddon);
        Assert.Equal(Initrd, Read(reader, ".initrd"));
    }

    [Fact]
    public void The_kernel_gets_the_memory_it_asks_for_and_is_marked_as_code()
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(Segment.ToArray(Build())));
        PeSectionHeader linux = reader.Find(".linux")!.Value;

        Assert.Equal(PeImage.Read(Content.Bytes(SyntheticPe.Kernel())).Optional.ImageSize, linux.VirtualSize);
        Assert.True(linux.VirtualSize > linux.RawSize);
        Assert.Equal(0x40000020u, linux.Characteristics);
        Assert.Equal(SyntheticPe.Kernel(), Read(reader, ".linux")[..SyntheticPe.Kernel().Length]);
    }

    [Fact]
    public void Sections_follow_each_other_in_file_and_memory_without_overlap()
    {
        PeImage image = PeImage.Read(Content.Bytes(Segment.ToArray(Build())));
        long offset = image.Optional.HeadersSize;
        long address = SyntheticPe.SectionAlignment;
        foreach (PeSectionHeader section in image.Sections)
        {
            Assert.Equal(offset, section.RawOffset);
            Assert.Equal(address, section.VirtualAddress);
            offset += section.RawSize;
            address = (section.VirtualAddress + section.VirtualSize + 4095L) / 4096 * 4096;
        }
        Assert.Equal(image.Length, offset);
        Assert.Equal(image.Optional.ImageSize, address);
        Assert.Equal(0u, image.Optional.CheckSum);
    }

    [Fact]
    public void Metadata_for_revocation_names_stub_kernel_and_image_under_one_header()
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(Segment.ToArray(Build())));

        Assert.Equal(
            "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
            + "stub,3,Stub,stub,7,https://example.org/s\nlinux,1,Kernel,linux,6,https://example.org/k\n"
            + "uki,1,UKI,uki,1,https://uapi-group.org/specifications/specs/unified_kernel_image/\n\0",
            System.Text.Encoding.UTF8.GetString(Read(reader, ".sbat")));
    }

    [Fact]
    public void A_stub_without_metadata_gets_a_section_for_it()
    {
        UkiReader reader = UkiReader.Read(Content.Bytes(Segment.ToArray(Build(SyntheticPe.Stub(sbat: null)))));

        Assert.Equal(".sbat", reader.Base[^1].Name);
    }

    [Fact]
    public void The_same_parts_make_the_same_bytes_from_memory_file_and_slice()
    {
        using var folder = new TemporaryFolder();
        (Content stubFile, Content stubSlice) = Segment.OnDisk(folder.Path, "stub", SyntheticPe.Stub());
        (Content kernelFile, Content kernelSlice) = Segment.OnDisk(folder.Path, "kernel", SyntheticPe.Kernel());
        (Content initrdFile, Content initrdSlice) = Segment.OnDisk(folder.Path, "initrd", Initrd);
        byte[] expected = Segment.ToArray(Build());

        Assert.Equal(expected, Segment.ToArray(Build()));
        Assert.Equal(expected, Segment.ToArray(Build(stubFile, kernelFile, initrdFile)));
        Assert.Equal(expected, Segment.ToArray(Build(stubSlice, kernelSlice, initrdSlice)));
    }

    [Fact]
    public void The_no_execute_flag_is_dropped_for_a_kernel_that_lacks_it()
    {
        byte[] kernel = SyntheticPe.Kernel();
        kernel[SyntheticPe.OptionalOffset + 71] = 0;
        PeImage image = PeImage.Read(Content.Bytes(
            Segment.ToArray(Build(Stub(), Content.Bytes(kernel), Content.Bytes(Initrd)))));

        Assert.Equal(0x60, image.Optional.DllCharacteristics);
        Assert.Equal(0x160, PeImage.Read(Content.Bytes(Segment.ToArray(Build()))).Optional.DllCharacteristics);
    }

    [Fact]
    public void A_symbol_table_behind_the_stub_is_left_out()
    {
        byte[] stub = SyntheticPe.Stub();
        byte[] withSymbols = [.. stub, .. new byte[40]];
        BitConverter.TryWriteBytes(withSymbols.AsSpan(SyntheticPe.HeaderOffset + 12), stub.Length);
        BitConverter.TryWriteBytes(withSymbols.AsSpan(SyntheticPe.HeaderOffset + 16), 2);

        Assert.Equal(Segment.ToArray(Build(stub)), Segment.ToArray(Build(withSymbols)));
    }

    [Fact]
    public void Profiles_may_repeat_sections_and_the_base_stays_readable()
    {
        Content command = Content.Text("mode=a");
        UkiReader reader = UkiReader.Read(Content.Bytes(Segment.ToArray(UkiBuilder.Build(Stub(),
        [
            new(".cmdline", command), new(".linux", Content.Bytes(SyntheticPe.Kernel())),
            new(".profile", Content.Text("ID=a\n")),
            new(".profile", Content.Text("ID=b\n")), new(".cmdline", Content.Text("mode=b")),
        ]))));

        Assert.Equal("mode=a", reader.CommandLine);
        Assert.Equal(2, reader.ProfileCount);
    }

    [Theory]
    [InlineData(".toolongname", "at most 8")]
    [InlineData(".ümlaut", "at most 8")]
    [InlineData(".cmdline", "twice")]
    [InlineData(".text", "twice")]
    [InlineData(".sbat", "leave it out")]
    public void A_section_that_cannot_be_is_refused(string name, string reason)
    {
        var error = Assert.Throws<AvocadoException>(() => Build(Stub(), name, Content.Text("x")));

        Assert.Equal("AVO0203", error.Code.Id);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_section_is_refused() =>
        Assert.Equal("AVO0203", Assert.Throws<AvocadoException>(() => Build(Stub(), ".new", Content.Empty)).Code.Id);

    [Fact]
    public void More_sections_than_the_header_has_room_for_are_refused()
    {
        // 0x1C0 bytes of headers end behind the third of the stub's own rows: no room for a fourth.
        byte[] stub = SyntheticPe.Stub(headersSize: 0x200);
        var error = Assert.Throws<AvocadoException>(() => Build(stub));

        Assert.Equal("AVO0203", error.Code.Id);
        Assert.Contains("no room", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_does_not_fit_into_the_stub_is_refused()
    {
        byte[] stub = SyntheticPe.Stub(sbat: SyntheticPe.StubSbat + "long,1," + new string('x', 300) + "\n");

        Assert.Contains("too little room",
            Assert.Throws<AvocadoException>(() => Build(stub)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_a_kernel_is_refused() => Assert.Equal("AVO0203", Assert.Throws<AvocadoException>(
        () => UkiBuilder.Build(Stub(), [new(".osrel", Content.Text(OsRelease))])).Code.Id);

    [Fact]
    public void A_kernel_that_is_no_EFI_executable_is_refused_with_a_hint()
    {
        var error = Assert.Throws<AvocadoException>(
            () => Build(Stub(), Content.Bytes(new byte[] { 0x1F, 0x8B, 8, 0 }), Content.Bytes(Initrd)));

        Assert.Equal("AVO0202", error.Code.Id);
        Assert.Contains("decompressed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signed_stub_is_refused()
    {
        byte[] signed = Segment.ToArray(AuthenticodeAttacher.Attach(UnsignedImage.Measure(Stub()), new byte[100]));

        Assert.Equal("AVO0202", Assert.Throws<AvocadoException>(() => Build(signed)).Code.Id);
    }

    [Fact]
    public void A_damaged_stub_gives_a_typed_error()
    {
        new DamageRun(SyntheticPe.Stub(), stub => Segment.ToArray(Build(stub)))
            .Truncate(2048).FlipBits(6000, end: SyntheticPe.HeadersEnd).Overwrite(6000, end: SyntheticPe.HeadersEnd);
    }

    [Fact]
    public void A_damaged_kernel_gives_a_typed_error()
    {
        Content stub = Stub(), initrd = Content.Bytes(Initrd);
        new DamageRun(SyntheticPe.Kernel(), kernel => Build(stub, Content.Bytes(kernel), initrd))
            .Truncate(1024).FlipBits(4000, end: SyntheticPe.HeadersEnd).Overwrite(4000, end: SyntheticPe.HeadersEnd);
    }

    [ToolFact("objdump")]
    public void Binutils_lists_the_sections_at_their_places()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("uki.efi", Segment.ToArray(Build()));
        string[] rows = ForeignTool.Run("objdump", "-h", path).Output.Split('\n');
        PeImage image = PeImage.Read(HostFileContent.Of(path));

        foreach (PeSectionHeader section in image.Sections)
        {
            string row = Assert.Single(rows, r => r.Contains($" {section.Name} ", StringComparison.Ordinal));
            Assert.Contains(section.RawOffset.ToString("x8"), row, StringComparison.Ordinal);
            Assert.Contains((0x1_4000_0000 + section.VirtualAddress).ToString("x16"), row, StringComparison.Ordinal);
        }
    }

    [ToolFact("objcopy")]
    public void Binutils_extracts_the_initrd_unchanged()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("uki.efi", Segment.ToArray(Build()));
        ForeignTool.Run("objcopy", "-O", "binary", "--only-section=.initrd", path, folder["initrd"]);

        Assert.Equal(Initrd, File.ReadAllBytes(folder["initrd"])[..Initrd.Length]);
    }

    private static Content Stub() => Content.Bytes(SyntheticPe.Stub());

    private static ISegment Build() => Build(SyntheticPe.Stub());

    private static ISegment Build(byte[] stub) =>
        Build(Content.Bytes(stub), Content.Bytes(SyntheticPe.Kernel()), Content.Bytes(Initrd));

    private static ISegment Build(Content stub, Content kernel, Content initrd) => UkiBuilder.Build(stub,
    [
        new(UkiSectionName.OsRelease, Content.Text(OsRelease)),
        new(UkiSectionName.CommandLine, Content.Text("console=ttyS0 quiet")),
        new(UkiSectionName.Uname, Content.Text("6.12.0")),
        new(UkiSectionName.Linux, kernel),
        new(UkiSectionName.Initrd, initrd),
    ]);

    private static ISegment Build(Content stub, string name, Content content) => UkiBuilder.Build(stub,
    [
        new(UkiSectionName.CommandLine, Content.Text("quiet")),
        new(UkiSectionName.Linux, Content.Bytes(SyntheticPe.Kernel())),
        new(name, content),
    ]);

    private static byte[] Read(UkiReader reader, string name)
    {
        using Stream stream = reader.Open(reader.Find(name)!.Value);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
