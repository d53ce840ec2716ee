using System.Text;

namespace Avocado.Formats.Deb822;

/// <summary>Writes Debian control files: UTF-8, '\n', one blank line between paragraphs.</summary>
public sealed class Deb822Writer(Stream stream)
{
    private bool _any;

    /// <summary>Appends a paragraph; its fields keep their order.</summary>
    /// <exception cref="ArgumentException">A name or a value cannot be written so that it is read back.</exception>
    public void Write(Deb822Paragraph paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        var text = new StringBuilder(_any ? "\n" : "");
        foreach (Deb822Field field in paragraph.Fields)
        {
            if (field.Name.Length == 0 || field.Name[0] is '#' or '-'
                || field.Name.AsSpan().ContainsAnyExceptInRange('!', '~') || field.Name.Contains(':'))
            {
                throw new ArgumentException($"'{field.Name}' is no field name", nameof(paragraph));
            }
            text.Append(field.Name).Append(':');
            string[] lines = field.Value.Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                string line = lines[i];
                if (line.Contains('\r') || line == "." || line.Length != line.TrimEnd(' ', '\t').Length
                    || (i == 0 && line.Length != line.TrimStart(' ', '\t').Length))
                {
                    throw new ArgumentException($"the value of {field.Name} has blanks at its ends or a lone dot",
                        nameof(paragraph));
                }
                string written = line.Length == 0 && i > 0 ? "." : line;
                text.Append(written.Length == 0 ? "" : " ").Append(written).Append('\n');
            }
        }
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        _any = true;
    }
}
