using System.Buffers;
using System.Text;

namespace Avocado.Images.Apps.Compiling;

/// <summary>
/// The folder of a project, which texts name and another clone has elsewhere. It is put out of them as a whole path or
/// as the beginning of one, never from the midst of another.
/// </summary>
internal sealed class ProjectPlace
{
    // No path and no line of a configuration has it.
    private const char Mark = '\0';
    private const byte ByteMark = (byte)Mark;

    // What a path cannot end with, or begin after.
    private static readonly SearchValues<byte> s_ends = SearchValues.Create("/\\\"'=,;:|<>()[]{} \t\r\n"u8);
    private static readonly SearchValues<byte> s_starts = SearchValues.Create(":\"'=,;|<>()[]{} \t\r\n"u8);

    private readonly byte[] _bytes;

    /// <param name="folder">Full path.</param>
    public ProjectPlace(string folder)
    {
        Folder = Path.TrimEndingDirectorySeparator(folder);
        _bytes = Encoding.UTF8.GetBytes(Folder);
    }

    /// <summary>Full path, without a separator at its end.</summary>
    public string Folder { get; }

    /// <summary>True for a file below the folder, as it is written: both are full paths.</summary>
    public bool Holds(string path) =>
        path.Length > Folder.Length + 1
        && path.StartsWith(Folder, StringComparison.Ordinal)
        && path[Folder.Length] == Path.DirectorySeparatorChar;

    /// <summary>The text with a mark in place of the folder.</summary>
    public byte[] Hide(ReadOnlySpan<byte> text)
    {
        var hidden = new ArrayBufferWriter<byte>(text.Length + 1);
        int copied = 0;
        for (int at = 0; text[at..].IndexOf(_bytes) is >= 0 and int found;)
        {
            int start = at + found;
            int end = start + _bytes.Length;
            if ((start == 0 || s_starts.Contains(text[start - 1])) && (end == text.Length || s_ends.Contains(text[end])))
            {
                hidden.Write(text[copied..start]);
                hidden.Write([ByteMark]);
                copied = end;
            }
            at = end;
        }
        hidden.Write(text[copied..]);
        return hidden.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Hide(ReadOnlySpan{byte})"/>
    public string Hide(string text) => Encoding.UTF8.GetString(Hide(Encoding.UTF8.GetBytes(text)));

    /// <summary>The text with the folder in place of the marks.</summary>
    public string Show(string text) => text.Replace(Mark.ToString(), Folder, StringComparison.Ordinal);
}
