using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>Expectations on coded errors.</summary>
internal static class Expect
{
    public static async Task<AvocadoException> CodeAsync(DiagnosticCode code, Func<Task> action)
    {
        AvocadoException error = await Assert.ThrowsAnyAsync<AvocadoException>(action);
        Assert.True(error.Code == code, $"{error.Code.Id}: {error.Message}");
        return error;
    }

    public static AvocadoException Code(DiagnosticCode code, Action action)
    {
        AvocadoException error = Assert.ThrowsAny<AvocadoException>(action);
        Assert.True(error.Code == code, $"{error.Code.Id}: {error.Message}");
        return error;
    }

    /// <summary>
    /// Every truncation and many changed bytes give a typed error or a result; returns how many were refused.
    /// </summary>
    public static int TypedErrors(byte[] good, int changes, Action<byte[]> read)
    {
        int refused = 0;
        void Try(byte[] bad, string what)
        {
            try
            {
                read(bad);
            }
            catch (AvocadoException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{what}: {error}");
            }
        }
        int step = Math.Max(1, good.Length / 700);
        for (int length = 0; length < good.Length; length += step)
        {
            Try(good[..length], $"truncated to {length}");
        }
        var random = new Random(7);
        for (int i = 0; i < changes; i++)
        {
            byte[] bad = [.. good];
            int at = random.Next(bad.Length);
            bad[at] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)(bad[at] ^ (1 << random.Next(8))) };
            Try(bad, $"byte {at} set to {bad[at]}");
        }
        return refused;
    }
}
