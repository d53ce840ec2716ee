namespace Avocado.Files;

/// <summary>What a directory listing says of a file: enough to know that it did not change.</summary>
/// <param name="Size">Length in bytes.</param>
/// <param name="ChangedTicks">Last write time, UTC, in ticks of 100 ns.</param>
public readonly record struct StatStamp(long Size, long ChangedTicks)
{
    /// <summary>The stamp of a file as it is now.</summary>
    public static StatStamp Of(string hostPath)
    {
        var info = new FileInfo(hostPath);
        return new StatStamp(info.Length, info.LastWriteTimeUtc.Ticks);
    }
}
