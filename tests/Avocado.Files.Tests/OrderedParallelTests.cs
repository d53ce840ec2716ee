namespace Avocado.Files.Tests;

/// <summary>Several threads do what one does.</summary>
public sealed class OrderedParallelTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    public void Every_number_is_computed_once(int count, int threads)
    {
        var calls = new int[count];
        int[] squares = OrderedParallel.Compute(count, threads, i => Interlocked.Increment(ref calls[i]) * i * i, default);
        Assert.Equal(Enumerable.Range(0, count).Select(i => i * i), squares);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Of_several_errors_the_first_in_order_is_thrown(int threads)
    {
        for (int round = 0; round < 50; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => OrderedParallel.Run(100, threads, i =>
            {
                if (i >= 40)
                {
                    // The higher the number, the sooner it fails.
                    Thread.SpinWait(10_000 / i);
                    throw new InvalidOperationException($"{i}");
                }
            }, default));
            Assert.Equal("40", error.Message);
        }
    }

    [Fact]
    public void After_an_error_no_higher_number_is_begun()
    {
        int begun = 0;
        Assert.Throws<InvalidOperationException>(() => OrderedParallel.Run(
            1000, 1, _ => throw new InvalidOperationException($"{++begun}"), default));
        Assert.Equal(1, begun);
    }

    [Fact]
    public void Cancellation_ends_the_work()
    {
        using var source = new CancellationTokenSource();
        int done = 0;
        Assert.Throws<OperationCanceledException>(() => OrderedParallel.Run(1000, 2, _ =>
        {
            Interlocked.Increment(ref done);
            source.Cancel();
        }, source.Token));
        Assert.InRange(done, 1, 2);
    }
}
