using Avocado.Formats.Compression.Xz;

namespace Avocado.Formats.Tests.Compression;

public class LzmaWindowPoolTests
{
    private readonly LzmaWindowPool _pool = new();

    [Fact]
    public void An_array_is_used_again_by_one_renter_at_a_time()
    {
        byte[] first = _pool.Rent(1000);
        _pool.Return(first);
        Assert.Same(first, _pool.Rent(900));
        byte[] second = _pool.Rent(900);
        Assert.NotSame(first, second);
        Assert.Equal(900, second.Length);
    }

    [Fact]
    public void The_smallest_array_that_is_large_enough_is_taken()
    {
        byte[][] arrays = [new byte[5000], new byte[100], new byte[1000], new byte[3000]];
        foreach (byte[] array in arrays)
        {
            _pool.Return(array);
        }
        Assert.Same(arrays[2], _pool.Rent(101));
        Assert.Same(arrays[3], _pool.Rent(101));
        Assert.Same(arrays[1], _pool.Rent(100));
    }

    [Fact]
    public void Few_arrays_are_kept_and_no_huge_one()
    {
        _pool.Return([]);
        var huge = new byte[LzmaWindowPool.MaxKeptLength + 1];
        _pool.Return(huge);
        byte[][] arrays = [.. Enumerable.Range(1, LzmaWindowPool.MaxKept + 2).Select(i => new byte[i])];
        foreach (byte[] array in arrays)
        {
            _pool.Return(array);
        }
        // The largest stay.
        byte[][] again = [.. arrays.Select(_ => _pool.Rent(1))];
        for (int i = 0; i < LzmaWindowPool.MaxKept; i++)
        {
            Assert.Same(arrays[i + 2], again[i]);
        }
        foreach (byte[] made in again[LzmaWindowPool.MaxKept..])
        {
            Assert.False(ReferenceEquals(made, huge) || arrays.Any(array => ReferenceEquals(array, made)));
        }
    }
}
