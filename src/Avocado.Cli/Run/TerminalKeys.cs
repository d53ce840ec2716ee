using System.Text;

namespace Avocado.Cli.Run;

/// <summary>Sends what is typed to the device, key by key, so that its own line editing works.</summary>
internal static class TerminalKeys
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Forwards keys until cancelled. Does nothing where standard input is not a terminal.</summary>
    public static async Task ForwardAsync(Stream device, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
        {
            return;
        }
        while (!cancellation.IsCancellationRequested)
        {
            if (!Console.KeyAvailable)
            {
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
                continue;
            }
            byte[] bytes = Encode(Console.ReadKey(intercept: true));
            try
            {
                await device.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
                await device.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private static byte[] Encode(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.UpArrow => "\x1b[A"u8.ToArray(),
        ConsoleKey.DownArrow => "\x1b[B"u8.ToArray(),
        ConsoleKey.RightArrow => "\x1b[C"u8.ToArray(),
        ConsoleKey.LeftArrow => "\x1b[D"u8.ToArray(),
        ConsoleKey.Backspace => [0x7F],
        ConsoleKey.Enter => "\r"u8.ToArray(),
        _ => key.KeyChar == '\0' ? [] : Encoding.UTF8.GetBytes([key.KeyChar]),
    };
}
