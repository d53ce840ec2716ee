using Avocado.Files;
using Avocado.Formats.Elf;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Elf;

public class ElfFileTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Every_class_and_byte_order_is_read(bool is64Bit, bool isLittleEndian)
    {
        byte[] bytes = new ElfSample
        {
            Is64Bit = is64Bit,
            IsLittleEndian = isLittleEndian,
            Machine = 183,
            Interpreter = "/lib/ld-linux-aarch64.so.1",
            Needed = ["libc.so.6", "libm.so.6"],
            SoName = "libsample.so.1",
            RPath = "/opt/a:$ORIGIN/b",
            RunPath = "$ORIGIN",
            Notes =
            [
                ("GNU", 3, [0xAB, 0xCD, 0xEF]),
                ElfSample.Dlopen("""[{"feature":"tpm","priority":"required","soname":["libtss2-esys.so.0"]}]"""),
            ],
        }.Build();

        ElfFile file = ElfFile.TryRead(bytes)!;

        Assert.Equal(new ElfIdent(is64Bit, isLittleEndian), file.Ident);
        Assert.Equal(ElfType.SharedObject, file.Type);
        Assert.Equal(ElfMachine.Arm64, file.Machine);
        Assert.Equal("/lib/ld-linux-aarch64.so.1", file.Interpreter);
        Assert.True(file.IsDynamic);
        Assert.Equal<string>(["libc.so.6", "libm.so.6"], file.Needed);
        Assert.Equal("libsample.so.1", file.SoName);
        Assert.Equal<string>(["/opt/a", "$ORIGIN/b"], file.RPath);
        Assert.Equal<string>(["$ORIGIN"], file.RunPath);
        Assert.Equal("abcdef", file.BuildId);
        Assert.Equal<DlopenNote>(
            [new DlopenNote("tpm", null, DlopenPriority.Required, ["libtss2-esys.so.0"])], file.DlopenNotes);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Notes_of_either_alignment_are_read_one_after_the_other(int alignment)
    {
        byte[] bytes = new ElfSample
        {
            NoteAlignment = alignment,
            Notes =
            [
                ("a stranger", 17, [1, 2, 3, 4, 5]),
                ElfSample.Dlopen("""[{"soname":["a.so","b.so"]},{"priority":"suggested","soname":["c.so"]}]"""),
                ElfSample.Dlopen("""[{"description":"x","priority":"recommended","soname":["d.so"]}]"""),
                ("GNU", 3, [9]),
            ],
        }.Build();

        ElfFile file = ElfFile.TryRead(bytes)!;

        Assert.Equal("09", file.BuildId);
        Assert.Equal<DlopenNote>(
            [
                new DlopenNote(null, null, DlopenPriority.Recommended, ["a.so", "b.so"]),
                new DlopenNote(null, null, DlopenPriority.Suggested, ["c.so"]),
                new DlopenNote(null, "x", DlopenPriority.Recommended, ["d.so"]),
            ],
            file.DlopenNotes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\necho this is long enough for a header\n")]
    [InlineData("\u007fELF")]
    public void What_is_not_ELF_is_no_error(string text) =>
        Assert.Null(ElfFile.TryRead(Content.Text(text)));

    [Fact]
    public void A_content_that_cannot_be_held_in_memory_is_read_in_parts()
    {
        byte[] sample = new ElfSample { Needed = ["libc.so.6"] }.Build();
        using var folder = new Testing.TemporaryFolder();
        // One byte lies in front: the content is a slice of a larger file, as in the package cache.
        string path = folder.Write("cache", [0, .. sample, .. new byte[1000]]);
        Content content = new SliceContent(path, 1, sample.Length + 500, digest: null);

        Assert.Equal<string>(["libc.so.6"], ElfFile.TryRead(content)!.Needed);
    }
}
