using System.Globalization;

namespace Gateway.Telemetry;

/// <summary>Reads the machine's state from the kernel's files.</summary>
/// <param name="proc">"/proc", or a copy of it in tests.</param>
/// <param name="sys">"/sys", or a copy of it in tests.</param>
internal sealed class Machine(string proc, string sys)
{
    /// <summary>The state now.</summary>
    /// <exception cref="IOException">The kernel's files are not there or not as proc(5) describes them.</exception>
    public Snapshot Read() => new(ReadUptime(), ReadLoad(), ReadMemory(), ReadNetwork());

    // "12.34 56.78": seconds since boot, seconds idle.
    private double ReadUptime() => Number(Words("uptime")[0]);

    // "0.00 0.01 0.05 1/61 1234": three averages, then what is not needed here.
    private LoadAverage ReadLoad()
    {
        string[] words = Words("loadavg");
        return words.Length >= 3
            ? new LoadAverage(Number(words[0]), Number(words[1]), Number(words[2]))
            : throw new IOException("loadavg has too few fields");
    }

    // Lines of "MemTotal:  1014528 kB".
    private MemoryState ReadMemory()
    {
        long total = 0, available = 0;
        foreach (string line in File.ReadLines(Path.Combine(proc, "meminfo")))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "MemTotal:":
                    total = Kibibytes(words);
                    break;
                case "MemAvailable:":
                    available = Kibibytes(words);
                    break;
            }
        }
        return new MemoryState(total, available);
    }

    private List<NetworkInterfaceState> ReadNetwork()
    {
        string folder = Path.Combine(sys, "class", "net");
        var interfaces = new List<NetworkInterfaceState>();
        foreach (string name in Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)).Order())
        {
            string path = Path.Combine(folder, name);
            try
            {
                interfaces.Add(new NetworkInterfaceState(
                    name,
                    File.ReadAllText(Path.Combine(path, "operstate")).Trim(),
                    Count(Path.Combine(path, "statistics", "rx_bytes")),
                    Count(Path.Combine(path, "statistics", "tx_bytes"))));
            }
            catch (IOException)
            {
                // Interfaces come and go while they are listed, and some entries there are not interfaces.
            }
        }
        return interfaces;
    }

    private string[] Words(string file)
    {
        string[] words = File.ReadAllText(Path.Combine(proc, file))
            .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? words : throw new IOException($"{file} is empty");
    }

    private static long Kibibytes(string[] words) => words.Length > 1 ? Whole(words[1]) * 1024 : 0;

    private static long Count(string file) => Whole(File.ReadAllText(file).Trim());

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new IOException($"'{text}' is not a number");

    private static long Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new IOException($"'{text}' is not a whole number");
}
