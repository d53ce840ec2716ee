using System.Collections.Immutable;
using System.Text.Json;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>Reads the notes of a program: records of an owner, a type and a description.</summary>
internal static class ElfNotes
{
    private const uint BuildIdType = 3;
    private const uint DlopenType = 0x407c0c0a;
    private const int FieldCount = 3;

    /// <summary>Reads every note of a segment that we know.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="ident">Class and byte order of the file.</param>
    /// <param name="alignment">The segment's alignment: 8 pads to 8 bytes, everything else to 4.</param>
    /// <param name="dlopen">Takes the dlopen notes.</param>
    /// <param name="buildId">Set when there is one.</param>
    public static void Read(
        ReadOnlyMemory<byte> bytes, ElfIdent ident, ulong alignment, List<DlopenNote> dlopen, ref string? buildId)
    {
        int align = alignment == sizeof(ulong) ? sizeof(ulong) : sizeof(uint);
        const int HeaderSize = FieldCount * sizeof(uint);
        for (ReadOnlyMemory<byte> rest = bytes; rest.Length >= HeaderSize;)
        {
            var fields = new ElfCursor(rest.Span, ident);
            uint nameSize = fields.Word();
            uint descriptionSize = fields.Word();
            uint type = fields.Word();
            long descriptionAt = Align((long)HeaderSize + nameSize, align);
            long end = descriptionAt + descriptionSize;
            if (end > rest.Length)
            {
                throw new DamagedFormatException(ElfFile.FormatName, "a note is longer than its segment");
            }
            ReadOnlySpan<byte> owner = rest.Span.Slice(HeaderSize, (int)nameSize);
            ReadOnlyMemory<byte> description = rest[(int)descriptionAt..(int)end];
            if (type == BuildIdType && owner.SequenceEqual("GNU\0"u8))
            {
                buildId = Convert.ToHexStringLower(description.Span);
            }
            else if (type == DlopenType && owner.SequenceEqual("FDO\0"u8))
            {
                ReadDlopen(description, dlopen);
            }
            rest = rest[(int)Math.Min(Align(end, align), rest.Length)..];
        }
    }

    private static long Align(long value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static void ReadDlopen(ReadOnlyMemory<byte> json, List<DlopenNote> notes)
    {
        try
        {
            using var document = JsonDocument.Parse(json[..json.Span.TrimEnd((byte)0).Length]);
            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                ImmutableArray<string> sonames =
                    [.. item.GetProperty("soname").EnumerateArray().Select(s => s.GetString() ?? "")];
                if (sonames.IsEmpty || sonames.Contains(""))
                {
                    throw new DamagedFormatException(ElfFile.FormatName, "a dlopen note names no library");
                }
                notes.Add(new DlopenNote(
                    Text(item, "feature"), Text(item, "description"), Priority(Text(item, "priority")), sonames));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DamagedFormatException(ElfFile.FormatName, "a dlopen note is not the JSON it should be");
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static DlopenPriority Priority(string? text) => text switch
    {
        "required" => DlopenPriority.Required,
        "suggested" => DlopenPriority.Suggested,
        _ => DlopenPriority.Recommended,
    };
}
