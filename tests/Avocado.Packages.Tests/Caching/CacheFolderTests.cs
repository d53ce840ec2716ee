using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Sha256Digest _digest = Sha256Digest.Of("locked"u8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lock_is_had_when_its_holder_lets_it_go()
    {
        var cache = new CacheFolder(_folder["cache"]);
        IDisposable held = await cache.LockAsync(_digest, default);
        Task<IDisposable> waiting = new CacheFolder(_folder["cache"]).LockAsync(_digest, default);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task A_lock_that_is_held_too_long_is_an_error_with_a_code()
    {
        using IDisposable held = await new CacheFolder(_folder["cache"]).LockAsync(_digest, default);
        var impatient = new CacheFolder(_folder["cache"]) { LockTimeout = TimeSpan.Zero };
        await Expect.CodeAsync(Codes.BadCache, () => impatient.LockAsync(_digest, default));
    }

    [Fact]
    public async Task Nobody_waits_for_a_lock_that_cannot_be_made()
    {
        _folder.Write("cache/locks", []);
        var cache = new CacheFolder(_folder["cache"]);
        Task<IDisposable> attempt = cache.LockAsync(_digest, default);
        Assert.True(attempt.IsCompleted);
        await Expect.CodeAsync(Codes.BadCache, () => attempt);
        // A cache that cannot be written cannot be swept either.
        (await cache.HoldAsync(default)).Dispose();
        Assert.Null(cache.TryHoldAlone());
    }
}
