using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>
/// What the dynamic loader and package tools read of an ELF file: who runs it and what it needs. Written from the
/// System V gABI chapters 4 and 5; sections are not looked at, because programs work without them.
/// </summary>
public sealed record ElfFile
{
    /// <summary>The format's name in messages.</summary>
    internal const string FormatName = "ELF file";

    /// <summary>Class and byte order.</summary>
    public required ElfIdent Ident { get; init; }

    /// <summary>What the file is.</summary>
    public required ElfType Type { get; init; }

    /// <summary>Whose instructions it holds.</summary>
    public required ElfMachine Machine { get; init; }

    /// <summary>The loader's path; null in libraries and static programs.</summary>
    public string? Interpreter { get; init; }

    /// <summary>True when the file has a dynamic section.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>Libraries it cannot start without, in load order: names, or paths when they have a '/'.</summary>
    public ImmutableArray<string> Needed { get; init; } = [];

    /// <summary>The library's own name.</summary>
    public string? SoName { get; init; }

    /// <summary>Folders of DT_RPATH, which the loader ignores when there is a DT_RUNPATH; may hold $ORIGIN.</summary>
    public ImmutableArray<string> RPath { get; init; } = [];

    /// <summary>Folders of DT_RUNPATH; may hold $ORIGIN.</summary>
    public ImmutableArray<string> RunPath { get; init; } = [];

    /// <summary>Libraries that it opens itself.</summary>
    public ImmutableArray<DlopenNote> DlopenNotes { get; init; } = [];

    /// <summary>GNU build id in hexadecimal.</summary>
    public string? BuildId { get; init; }

    /// <summary>Reads a file; null when it is not ELF.</summary>
    /// <exception cref="DamagedFormatException">It begins like ELF and does not go on so.</exception>
    public static ElfFile? TryRead(Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Size < ElfIdent.Size)
        {
            return null;
        }
        using Stream stream = content.Open();
        var start = new byte[ElfIdent.Size];
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return ElfIdent.IsElf(start) ? Read(new ElfBytes(start, stream, content.Size)) : null;
    }

    /// <summary>Reads a file that is in memory; null when it is not ELF.</summary>
    /// <exception cref="DamagedFormatException">It begins like ELF and does not go on so.</exception>
    public static ElfFile? TryRead(ReadOnlyMemory<byte> file) =>
        ElfIdent.IsElf(file.Span) ? Read(new ElfBytes(file)) : null;

    private static ElfFile Read(ElfBytes file)
    {
        ElfHeader header = ElfHeader.Read(file);
        ElfSegment[] segments = ReadSegments(file, header);
        ElfDynamic dynamic = ElfDynamic.Read(file, header.Ident, segments);
        var dlopen = new List<DlopenNote>();
        string? buildId = null;
        foreach (ElfSegment segment in segments.Where(s => s.Type == ElfSegment.Note))
        {
            byte[] bytes = file.Read(segment.Offset, segment.FileSize, "note segment");
            ElfNotes.Read(bytes, header.Ident, segment.Alignment, dlopen, ref buildId);
        }
        return new ElfFile
        {
            Ident = header.Ident,
            Type = header.Type,
            Machine = header.Machine,
            Interpreter = ReadInterpreter(file, segments),
            IsDynamic = dynamic.IsPresent,
            Needed = dynamic.Needed,
            SoName = dynamic.SoName,
            RPath = dynamic.RPath,
            RunPath = dynamic.RunPath,
            DlopenNotes = [.. dlopen],
            BuildId = buildId,
        };
    }

    private static ElfSegment[] ReadSegments(ElfBytes file, ElfHeader header)
    {
        ElfTable table = header.Segments;
        byte[] bytes = table.Count == 0 ? [] : file.Read(table.Offset, table.Size, "program header table");
        var segments = new ElfSegment[table.Count];
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = ElfSegment.Read(bytes.AsSpan(i * table.EntrySize, table.EntrySize), header.Ident);
        }
        return segments;
    }

    private static string? ReadInterpreter(ElfBytes file, ElfSegment[] segments)
    {
        foreach (ElfSegment segment in segments)
        {
            // A file that holds only debug information keeps the header of the segment without its bytes.
            if (segment.Type == ElfSegment.Interpreter && segment.FileSize > 0)
            {
                return ElfBytes.Text(file.Read(segment.Offset, segment.FileSize, "interpreter"), 0);
            }
        }
        return null;
    }
}
