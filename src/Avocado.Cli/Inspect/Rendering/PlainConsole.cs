using Spectre.Console;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>Consoles that are a file or a pipe: no colours, no wrapping, no blanks at the end of lines.</summary>
internal static class PlainConsole
{
    // Lines of a file or pipe are not wrapped: whoever reads it cuts them.
    private const int Width = 2000;

    /// <summary>Writes to the terminal, or plainly where the standard output is a file or a pipe.</summary>
    public static void Show(Action<IAnsiConsole> write)
    {
        if (Console.IsOutputRedirected)
        {
            Write(Console.Out, write);
        }
        else
        {
            write(AnsiConsole.Console);
        }
    }

    /// <summary>Writes what is written to a console.</summary>
    public static void Write(TextWriter output, Action<IAnsiConsole> write)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Width;
        write(console);
        foreach (string line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            output.Write(line.TrimEnd(' '));
            output.Write('\n');
        }
    }
}
