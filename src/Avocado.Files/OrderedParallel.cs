using System.Runtime.ExceptionServices;

namespace Avocado.Files;

/// <summary>
/// Work on several threads whose outcome, an error included, is that of one. Plain tasks, because a build starts cold:
/// what <see cref="Parallel"/> compiles and registers before its first step costs more than many a step here.
/// </summary>
public static class OrderedParallel
{
    /// <summary>Computes one value for each number from 0.</summary>
    /// <param name="count">How many.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="compute">Called on several threads at a time.</param>
    /// <param name="cancellation">Ends the work between two values.</param>
    /// <inheritdoc cref="Run" path="/remarks"/>
    public static T[] Compute<T>(int count, int threads, Func<int, T> compute, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var values = new T[count];
        Run(count, threads, i => values[i] = compute(i), cancellation);
        return values;
    }

    /// <summary>Does something for each number from 0.</summary>
    /// <param name="count">How often.</param>
    /// <param name="threads">How many threads may work; the caller's is one of them.</param>
    /// <param name="work">Called on several threads at a time.</param>
    /// <param name="cancellation">Ends the work between two numbers.</param>
    /// <remarks>Of several errors the one with the lowest number is thrown, whichever thread met it when.</remarks>
    public static void Run(int count, int threads, Action<int> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var run = new Shared(count, work, cancellation);
        var helpers = new Task[Math.Max(0, Math.Min(threads, count) - 1)];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = Task.Run(run.Work, CancellationToken.None);
        }
        run.Work();
        Task.WaitAll(helpers, CancellationToken.None);
        run.ThrowIfFailed();
    }

    private sealed class Shared(int count, Action<int> work, CancellationToken cancellation)
    {
        private readonly Lock _lock = new();
        private ExceptionDispatchInfo? _error;
        private int _failed = count;
        private int _last = -1;

        public void Work()
        {
            while (!cancellation.IsCancellationRequested && Interlocked.Increment(ref _last) is var number
                && number < Volatile.Read(ref _failed))
            {
                try
                {
                    work(number);
                }
                catch (Exception error)
                {
                    Fail(number, error);
                }
            }
        }

        public void ThrowIfFailed()
        {
            cancellation.ThrowIfCancellationRequested();
            _error?.Throw();
        }

        // Lower numbers have all been taken, and are finished.
        private void Fail(int number, Exception error)
        {
            lock (_lock)
            {
                if (number < _failed)
                {
                    _error = ExceptionDispatchInfo.Capture(error);
                    Volatile.Write(ref _failed, number);
                }
            }
        }
    }
}
