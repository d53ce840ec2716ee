using System.Text;
using System.Text.RegularExpressions;

namespace Avocado.Devices;

/// <summary>Turns the bytes of a serial console into lines without terminal codes.</summary>
public sealed partial class ConsoleText
{
    private const int MaxLine = 4096;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();

    /// <summary>Takes the next bytes; returns the lines that they complete.</summary>
    public IReadOnlyList<string> Append(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        Span<char> chars = bytes.Length < 4096 ? stackalloc char[bytes.Length + 1] : new char[bytes.Length + 1];
        int count = _decoder.GetChars(bytes, chars, flush: false);
        foreach (char c in chars[..count])
        {
            if (c is '\n' || _line.Length >= MaxLine)
            {
                lines.Add(Clean(_line.ToString()));
                _line.Clear();
            }
            if (c is not ('\n' or '\r' or '\0'))
            {
                _line.Append(c);
            }
        }
        return lines;
    }

    private static string Clean(string line) => Codes().Replace(line, "");

    // CSI and OSC sequences, character set selections, and the resets that systemd and the firmware send.
    [GeneratedRegex(@"\x1b\[[0-9;=?!]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[c=>78]")]
    private static partial Regex Codes();
}
