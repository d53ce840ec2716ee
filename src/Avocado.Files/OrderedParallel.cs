using System.Runtime.ExceptionServices;

namespace Avocado.Files;

/// <summary>Work on several threads whose outcome, an error included, is that of one.</summary>
public static class OrderedParallel
{
    /// <summary>Computes one value for each number from 0.</summary>
    /// <param name="count">How many.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="compute">Called on several threads at a time.</param>
    /// <param name="cancellation">Ends the work between two values.</param>
    /// <remarks>Of several errors the one with the lowest number is thrown, whichever thread met it when.</remarks>
    public static T[] Compute<T>(int count, int threads, Func<int, T> compute, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var values = new T[count];
        var errors = new ExceptionDispatchInfo?[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, count, options, (i, state) =>
        {
            try
            {
                values[i] = compute(i);
            }
            catch (Exception error)
            {
                errors[i] = ExceptionDispatchInfo.Capture(error);
                // Lower numbers are still computed.
                state.Break();
            }
        });
        errors.FirstOrDefault(error => error is not null)?.Throw();
        return values;
    }
}
