using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>What we read of the dynamic section.</summary>
/// <param name="IsPresent">The file has one.</param>
/// <param name="Needed">DT_NEEDED, in order.</param>
/// <param name="SoName">DT_SONAME.</param>
/// <param name="RPath">DT_RPATH, split.</param>
/// <param name="RunPath">DT_RUNPATH, split.</param>
internal sealed record ElfDynamic(
    bool IsPresent, ImmutableArray<string> Needed, string? SoName, ImmutableArray<string> RPath,
    ImmutableArray<string> RunPath)
{
    private const ulong EndTag = 0;
    private const ulong NeededTag = 1;
    private const ulong StringTableTag = 5;
    private const ulong StringTableSizeTag = 10;
    private const ulong SoNameTag = 14;
    private const ulong RPathTag = 15;
    private const ulong RunPathTag = 29;

    /// <summary>Far above any real program's number of libraries.</summary>
    private const int MaxNames = 4096;

    private static readonly ElfDynamic None = new(false, [], null, [], []);

    /// <summary>Reads the dynamic section of a file, if it has one.</summary>
    /// <exception cref="DamagedFormatException">It is cut off, or its strings are nowhere.</exception>
    public static ElfDynamic Read(ElfBytes file, ElfIdent ident, ElfSegment[] segments)
    {
        int index = Array.FindIndex(segments, s => s is { Type: ElfSegment.Dynamic, FileSize: > 0 });
        if (index < 0)
        {
            return None;
        }
        byte[] bytes = file.Read(segments[index].Offset, segments[index].FileSize, "dynamic section");
        List<(ulong Tag, ulong Value)> entries = Entries(bytes, ident);
        int names = entries.Count(e => e.Tag is NeededTag or SoNameTag or RPathTag or RunPathTag);
        if (names == 0)
        {
            return None with { IsPresent = true };
        }
        if (names > MaxNames)
        {
            throw new DamagedFormatException(ElfFile.FormatName, $"its dynamic section has {names} names");
        }
        byte[] strings = ReadStrings(file, segments, entries);
        ImmutableArray<string> Texts(ulong tag) =>
            [.. entries.Where(e => e.Tag == tag).Select(e => ElfBytes.Text(strings, e.Value))];
        return new ElfDynamic(
            true, Texts(NeededTag), Texts(SoNameTag).FirstOrDefault(), Split(Texts(RPathTag)),
            Split(Texts(RunPathTag)));
    }

    private static List<(ulong Tag, ulong Value)> Entries(ReadOnlySpan<byte> bytes, ElfIdent ident)
    {
        var entries = new List<(ulong, ulong)>();
        int size = 2 * ident.AddressSize;
        for (; bytes.Length >= size; bytes = bytes[size..])
        {
            var fields = new ElfCursor(bytes, ident);
            (ulong Tag, ulong Value) entry = (fields.Address(), fields.Address());
            if (entry.Tag == EndTag)
            {
                break;
            }
            entries.Add(entry);
        }
        return entries;
    }

    /// <summary>The dynamic section gives the string table's address in memory: the loadable segments map it.</summary>
    private static byte[] ReadStrings(ElfBytes file, ElfSegment[] segments, List<(ulong Tag, ulong Value)> entries)
    {
        ulong Value(ulong tag) => entries.Find(e => e.Tag == tag).Value;
        ulong address = Value(StringTableTag);
        foreach (ElfSegment segment in segments.Where(s => s.Type == ElfSegment.Load))
        {
            ulong into = address - segment.VirtualAddress;
            if (address >= segment.VirtualAddress && into < segment.FileSize)
            {
                ulong size = Math.Min(Value(StringTableSizeTag), segment.FileSize - into);
                return file.Read(unchecked(segment.Offset + into), size, "dynamic string table");
            }
        }
        throw new DamagedFormatException(ElfFile.FormatName, "its dynamic string table is in no segment");
    }

    private static ImmutableArray<string> Split(ImmutableArray<string> paths) =>
        [.. paths.SelectMany(p => p.Split(':', StringSplitOptions.RemoveEmptyEntries))];
}
