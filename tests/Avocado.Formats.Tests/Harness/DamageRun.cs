using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Tests.Harness;

/// <summary>
/// Feeds damaged forms of a good input to a parser, which must answer with a typed error or a result, and must not
/// allocate more than a bound whatever the input claims.
/// </summary>
internal sealed class DamageRun(byte[] good, Action<byte[]> parse, long allocationLimit = 64L << 20)
{
    // Damaged in place and mended again: some inputs are whole disks.
    private readonly byte[] _input = (byte[])good.Clone();

    /// <summary>How many damaged inputs were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>How many damaged inputs were read.</summary>
    public int Accepted { get; private set; }

    /// <summary>
    /// Cuts the input at every length up to a bound, at and around every power of two, and near the end.
    /// </summary>
    public DamageRun Truncate(int everyLengthTo = 600)
    {
        var lengths = new SortedSet<int>(Enumerable.Range(0, Math.Min(everyLengthTo, good.Length)));
        for (long power = 1; power <= good.Length; power *= 2)
        {
            lengths.UnionWith([(int)power - 1, (int)power, (int)power + 1]);
        }
        lengths.UnionWith([good.Length - 1, good.Length - 511, good.Length - 512, good.Length - 4096]);
        foreach (int length in lengths.Where(l => l >= 0 && l < good.Length))
        {
            Try(good[..length], $"truncated to {length} bytes");
        }
        return this;
    }

    /// <summary>Flips single bits inside a range, with a fixed seed.</summary>
    public DamageRun FlipBits(int count, int start = 0, int? end = null)
    {
        var random = new Random(20240229);
        for (int i = 0; i < count; i++)
        {
            int at = random.Next(start, end ?? good.Length);
            int bit = random.Next(8);
            _input[at] ^= (byte)(1 << bit);
            Try(_input, $"bit {bit} of byte {at} flipped");
            _input[at] = good[at];
        }
        return this;
    }

    /// <summary>Overwrites runs of 1 to 8 bytes with extreme values inside a range, with a fixed seed.</summary>
    public DamageRun Overwrite(int count, int start = 0, int? end = null)
    {
        var random = new Random(19700101);
        for (int i = 0; i < count; i++)
        {
            int at = random.Next(start, end ?? good.Length);
            int length = Math.Min(1 << random.Next(4), good.Length - at);
            byte value = random.Next(3) switch { 0 => 0x00, 1 => 0xFF, _ => (byte)random.Next(256) };
            _input.AsSpan(at, length).Fill(value);
            Try(_input, $"{length} bytes at {at} set to {value}");
            good.AsSpan(at, length).CopyTo(_input.AsSpan(at));
        }
        return this;
    }

    private void Try(byte[] bad, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            parse(bad);
            Accepted++;
        }
        catch (AvocadoException)
        {
            Refused++;
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error}");
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= allocationLimit, $"{what}: {allocated} bytes allocated");
    }
}
