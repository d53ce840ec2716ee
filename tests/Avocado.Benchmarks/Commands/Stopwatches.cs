using System.Diagnostics;
using System.Globalization;

namespace Avocado.Benchmarks.Commands;

/// <summary>Says, when asked, how long each step took and what memory it left; goes to the error stream.</summary>
internal sealed class Stopwatches(bool enabled)
{
    private readonly Process _process = Process.GetCurrentProcess();
    private long _start = Stopwatch.GetTimestamp();
    private TimeSpan _cpu;

    /// <summary>Ends a step.</summary>
    public void Lap(string step)
    {
        if (!enabled)
        {
            return;
        }
        _process.Refresh();
        TimeSpan cpu = _process.TotalProcessorTime;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{step,-28} wall {Stopwatch.GetElapsedTime(_start).TotalSeconds,7:F3} s  "
            + $"cpu {(cpu - _cpu).TotalSeconds,7:F3} s  heap {GC.GetTotalMemory(false) >> 20,5} MB  "
            + $"now {_process.WorkingSet64 >> 20,5} MB  peak {_process.PeakWorkingSet64 >> 20,5} MB  "
            + $"allocated {GC.GetTotalAllocatedBytes() >> 20,6} MB  "
            + $"gc {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}"));
        _cpu = cpu;
        _start = Stopwatch.GetTimestamp();
    }
}
