using System.Text;

namespace Avocado.Devices.Tests;

public sealed class ConsoleTextTests
{
    [Fact]
    public void Lines_come_when_they_are_complete()
    {
        var text = new ConsoleText();
        Assert.Empty(text.Append("one"u8));
        Assert.Equal(["one two"], text.Append(" two\r\nthr"u8));
        Assert.Equal(["three", ""], text.Append("ee\n\n"u8));
    }

    [Fact]
    public void Terminal_codes_are_left_out()
    {
        var text = new ConsoleText();
        Assert.Equal(["avocado: ready"],
            text.Append("\u001b[0;1;31mavocado:\u001b[0m \u001b(Bready\u001b[K\u001b[?25h\u001bc\n"u8));
    }

    [Fact]
    public void Characters_may_be_cut_anywhere()
    {
        var text = new ConsoleText();
        var lines = new List<string>();
        foreach (byte b in Encoding.UTF8.GetBytes("größe ✓ \U0001F951\n"))
        {
            lines.AddRange(text.Append([b]));
        }
        Assert.Equal(["größe ✓ \U0001F951"], lines);
    }

    [Fact]
    public void A_line_without_end_is_cut_and_takes_no_more_memory()
    {
        var text = new ConsoleText();
        byte[] noise = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        IReadOnlyList<string> lines = text.Append(noise);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 4096));
        Assert.InRange(lines.Sum(line => line.Length), (1 << 20) - 4096, 1 << 20);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_error()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        bytes[^1] = (byte)'\n';
        Assert.NotEmpty(new ConsoleText().Append(bytes));
    }
}
