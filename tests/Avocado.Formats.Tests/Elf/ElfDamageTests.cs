using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;
using Avocado.Formats.Kmod;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Elf;

/// <summary>Damaged and hostile files give a typed error or a right result, in bounded time and memory.</summary>
public class ElfDamageTests
{
    private const long MaxAllocation = 256 << 20;

    private static readonly byte[] Program = new ElfSample
    {
        Interpreter = "/lib64/ld.so",
        Needed = ["libc.so.6", "libm.so.6"],
        RunPath = "$ORIGIN",
        Notes = [("GNU", 3, [1, 2, 3]), ElfSample.Dlopen("""[{"feature":"x","soname":["a.so"]}]""")],
    }.Build();

    private static readonly byte[] Module = new KernelModuleSample
    {
        Fields = ["alias=a", "depends=b,c"],
        Exports = ["one", "two"],
        Needs = ["printk"],
    }.Build();

    [Fact]
    public void A_truncated_program_is_never_read_as_something_else()
    {
        for (int length = 0; length < Program.Length - 1; length++)
        {
            byte[] cut = Program[..length];
            if (Survives(() => ElfFile.TryRead(cut)) is { } file)
            {
                // Only the NUL of the last string, which the table's end replaces, may be missing.
                Assert.Fail($"{length} bytes were read as a program that needs {string.Join(' ', file.Needed)}");
            }
        }
    }

    [Fact]
    public void A_truncated_module_is_refused()
    {
        for (int length = 0; length < Module.Length; length++)
        {
            Assert.Throws<DamagedFormatException>(() => ModuleInfo.Read(Module.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flipped_bits_give_a_result_or_a_typed_error(bool isModule)
    {
        byte[] good = isModule ? Module : Program;
        var random = new Random(11);
        for (int i = 0; i < 4000; i++)
        {
            byte[] bad = [.. good];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            }
            Survives(() => isModule ? ModuleInfo.Read(bad) : (object?)ElfFile.TryRead(bad));
        }
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_refused()
    {
        using var folder = new Testing.TemporaryFolder();
        string path = folder.Write("program", Program);
        Content content = new SliceContent(path, 0, Program.Length, digest: null);
        File.WriteAllBytes(path, Program[..100]);

        Assert.ThrowsAny<AvocadoException>(() => ElfFile.TryRead(content));
    }

    [Fact]
    public void Many_headers_over_the_same_bytes_do_not_keep_the_reader_busy()
    {
        // 65535 note segments over a file of 8 MiB: half a terabyte to read.
        const int Count = 65535, HeaderSize = 64, SegmentSize = 56;
        var file = new byte[8 << 20];
        Program.AsSpan(0, HeaderSize).CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(56), (ushort)Count);
        for (int i = 0; i < Count; i++)
        {
            Span<byte> segment = file.AsSpan(HeaderSize + (i * SegmentSize));
            BitConverter.TryWriteBytes(segment, 4);
            BitConverter.TryWriteBytes(segment[32..], (long)file.Length);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DamagedFormatException>(() => ElfFile.TryRead(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[{\"soname\":[]}]")]
    [InlineData("[{\"soname\":[1]}]")]
    [InlineData("[{\"soname\":\"a\"}]")]
    [InlineData("[{\"soname\":[\"a\"],\"feature\":3}]")]
    [InlineData("[[")]
    [InlineData("not json")]
    public void A_dlopen_note_that_is_not_what_it_should_be_is_refused(string json)
    {
        byte[] file = new ElfSample { Notes = [ElfSample.Dlopen(json)] }.Build();

        Assert.Throws<DamagedFormatException>(() => ElfFile.TryRead(file));
    }

    private static T? Survives<T>(Func<T> read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return read();
        }
        catch (AvocadoException)
        {
            return default;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
        }
    }
}
