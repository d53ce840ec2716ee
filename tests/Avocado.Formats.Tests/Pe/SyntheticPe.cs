using System.Buffers.Binary;
using System.Text;

namespace Avocado.Formats.Tests.Pe;

/// <summary>
/// Small EFI executables, written from the PE specification without the code under test, as stubs and kernels for
/// tests.
/// </summary>
internal static class SyntheticPe
{
    public const int HeaderOffset = 0x40;
    public const int OptionalOffset = HeaderOffset + 24;
    public const int OptionalSize = 240;
    public const int TableOffset = OptionalOffset + OptionalSize;
    /// <summary>Behind the section table of the images here.</summary>
    public const int HeadersEnd = TableOffset + (8 * 40);

    public const int FileAlignment = 512;
    public const int SectionAlignment = 4096;
    public const string StubSbat = "sbat,1,SBAT Version,sbat,1,https://example.org\nstub,3,Stub,stub,7,https://example.org/s\n";

    /// <summary>A stub with code, optionally SBAT metadata, and relocations.</summary>
    public static byte[] Stub(string? sbat = StubSbat, int headersSize = 0x600) => sbat is null
        ? Build(headersSize, (".text", Code(700), 0x60000020), (".reloc", new byte[8], 0x42000040))
        : Build(headersSize, (".text", Code(700), 0x60000020), (".sbat", Encoding.UTF8.GetBytes(sbat), 0x40000040),
            (".reloc", new byte[8], 0x42000040));

    /// <summary>An addon's stub: code only.</summary>
    public static byte[] AddonStub() => Build(0x400, (".text", Code(11), 0x60000020));

    /// <summary>A kernel with more memory than file and its own SBAT line.</summary>
    public static byte[] Kernel(uint extraMemory = 0x20000)
    {
        byte[] kernel = Build(0x400, (".text", Code(9000), 0x60000020),
            (".sbat", "sbat,1,SBAT Version,sbat,1,https://example.org\nlinux,1,Kernel,linux,6,https://example.org/k\n"u8.ToArray(), 0x40000040));
        Span<byte> imageSize = kernel.AsSpan(OptionalOffset + 56);
        BinaryPrimitives.WriteUInt32LittleEndian(
            imageSize, BinaryPrimitives.ReadUInt32LittleEndian(imageSize) + extraMemory);
        return kernel;
    }

    public static byte[] Build(int headersSize, params (string Name, byte[] Data, uint Flags)[] sections)
    {
        int address = SectionAlignment;
        using var body = new MemoryStream();
        var table = new byte[sections.Length * 40];
        for (int i = 0; i < sections.Length; i++)
        {
            (string name, byte[] data, uint flags) = sections[i];
            Span<byte> row = table.AsSpan(i * 40);
            Encoding.ASCII.GetBytes(name, row);
            int raw = Up(data.Length, FileAlignment);
            WriteUInt32(row, 8, data.Length);
            WriteUInt32(row, 12, address);
            WriteUInt32(row, 16, raw);
            WriteUInt32(row, 20, headersSize + (int)body.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(row[36..], flags);
            body.Write(data);
            body.Write(new byte[raw - data.Length]);
            address = Up(address + data.Length, SectionAlignment);
        }
        var file = new byte[headersSize + body.Length];
        WriteHeaders(file, sections.Length, headersSize, address);
        table.CopyTo(file, TableOffset);
        body.ToArray().CopyTo(file, headersSize);
        return file;
    }

    /// <summary>Bytes that look random and always are the same.</summary>
    public static byte[] Code(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static void WriteHeaders(byte[] file, int sections, int headersSize, int imageSize)
    {
        "MZ"u8.CopyTo(file);
        WriteUInt32(file, 0x3C, HeaderOffset);
        "PE\0\0"u8.CopyTo(file.AsSpan(HeaderOffset));
        Span<byte> coff = file.AsSpan(HeaderOffset + 4);
        WriteUInt16(coff, 0, 0x8664);
        WriteUInt16(coff, 2, sections);
        WriteUInt16(coff, 16, OptionalSize);
        WriteUInt16(coff, 18, 0x22E);
        Span<byte> optional = file.AsSpan(OptionalOffset);
        WriteUInt16(optional, 0, 0x20B);
        WriteUInt32(optional, 4, FileAlignment);
        WriteUInt32(optional, 8, 2 * FileAlignment);
        WriteUInt32(optional, 16, SectionAlignment);
        WriteUInt32(optional, 20, SectionAlignment);
        BinaryPrimitives.WriteUInt64LittleEndian(optional[24..], 0x1_4000_0000);
        WriteUInt32(optional, 32, SectionAlignment);
        WriteUInt32(optional, 36, FileAlignment);
        WriteUInt32(optional, 56, imageSize);
        WriteUInt32(optional, 60, headersSize);
        WriteUInt16(optional, 68, 10);
        WriteUInt16(optional, 70, 0x160);
        WriteUInt32(optional, 108, 16);
    }

    private static void WriteUInt16(Span<byte> bytes, int at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], (ushort)value);

    private static void WriteUInt32(Span<byte> bytes, int at, int value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], (uint)value);

    private static int Up(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
