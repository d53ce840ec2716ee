using Avocado.Files;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Upkeep;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching.Upkeep;

public sealed class CacheSweeperTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly CacheFolder _folder;
    private readonly ContentStore _store;

    public CacheSweeperTests()
    {
        _folder = new CacheFolder(_temporary["cache"]);
        _store = new ContentStore(_folder);
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        ActionKey[] keys = [.. Enumerable.Range(0, 5).Select(i => Make(i, age: TimeSpan.FromDays(5 - i)))];
        // The oldest is used again and so becomes the newest.
        Assert.NotNull(_store.Find(keys[0]));
        SweepResult result = Sweep(3 * 1200);
        Assert.Equal((2, 2, 0, false), (result.Blobs, result.Actions, result.Unfinished, result.IsInUse));
        Assert.Equal([true, false, false, true, true], keys.Select(k => _store.Find(k) is not null));
        Assert.InRange(result.LeftBytes, 1, 3 * 1200);
        Assert.Equal(CacheSurvey.Of(_folder).Bytes, result.LeftBytes);
    }

    [Fact]
    public void A_cache_within_its_bound_keeps_everything()
    {
        Make(1, TimeSpan.FromDays(400));
        Assert.Equal(0, Sweep(1 << 20).Bytes);
        Assert.Equal(2, Objects());
    }

    [Fact]
    public void A_dry_run_counts_and_removes_nothing()
    {
        Make(1, TimeSpan.FromDays(4));
        Make(2, TimeSpan.FromDays(4));
        SweepResult would = new CacheSweeper(_folder).Sweep(0, dryRun: true);
        Assert.Equal((2, 2, 0L), (would.Blobs, would.Actions, would.LeftBytes));
        Assert.Equal(4, Objects());
        Assert.Equal(would, Sweep(0));
        Assert.Equal(0, Objects());
    }

    [Fact]
    public async Task What_a_running_build_may_use_stays()
    {
        ActionKey used = Make(1, TimeSpan.FromHours(20));
        ActionKey old = Make(2, TimeSpan.FromHours(30));
        using (await _folder.HoldAsync(default))
        using (await _folder.HoldAsync(default))
        {
            SweepResult result = Sweep(0);
            Assert.True(result.IsInUse);
            Assert.NotNull(_store.Find(used));
            Assert.Null(_store.Find(old));
        }
        Assert.False(Sweep(0).IsInUse);
        Assert.Equal(0, Objects());
    }

    [Fact]
    public async Task A_build_waits_for_a_sweep_to_end()
    {
        IDisposable alone = _folder.TryHoldAlone()!;
        Assert.Null(_folder.TryHoldAlone());
        Task<IDisposable> build = _folder.HoldAsync(default);
        await Task.Delay(120);
        Assert.False(build.IsCompleted);
        alone.Dispose();
        using IDisposable held = await build;
        Assert.Null(_folder.TryHoldAlone());
    }

    [Fact]
    public void A_result_goes_with_its_blobs()
    {
        ActionKey key = Make(1, TimeSpan.FromDays(3));
        File.SetLastWriteTimeUtc(_folder.ActionPath(key.Digest), DateTime.UtcNow);
        SweepResult result = Sweep(600);
        Assert.Equal((1, 1, 0L), (result.Blobs, result.Actions, result.LeftBytes));
    }

    [Fact]
    public void Leftovers_of_killed_processes_go_when_they_are_old_and_nobody_has_them_open()
    {
        string young = Leftover("tmp", TimeSpan.FromMinutes(10));
        string old = Leftover("tmp", TimeSpan.FromHours(3));
        string partial = Leftover("partial", TimeSpan.FromDays(2));
        string forgotten = Leftover("partial", TimeSpan.FromDays(8));
        using (NewBlob writing = _store.CreateBlob())
        {
            writing.Content.Write([1, 2, 3]);
            writing.Content.Flush();
            File.SetLastWriteTimeUtc(writing.Path, DateTime.UtcNow.AddHours(-5));
            Assert.Equal(2, Sweep(long.MaxValue).Unfinished);
            Assert.Equal(new Blob(Sha256Digest.Of([1, 2, 3]), 3), writing.Commit());
        }
        Assert.Equal([true, false, true, false], ((string[])[young, old, partial, forgotten]).Select(File.Exists));
    }

    [Fact]
    public void Files_of_others_are_left_alone()
    {
        string[] others =
        [
            _temporary.Write("cache/README", [1]), _temporary.Write("cache/cas/ab/notes.txt", [1]),
            _temporary.Write($"cache/cas/00/{new string('f', 64)}", [1]), _temporary.Write("cache/other/ab", [1]),
        ];
        Make(1, TimeSpan.FromDays(9));
        Sweep(0);
        Assert.All(others, f => Assert.True(File.Exists(f)));
        Assert.Equal(0, CacheSurvey.Of(_folder).Bytes);
    }

    [Fact]
    public void An_absent_cache_is_an_empty_one()
    {
        var folder = new CacheFolder(_temporary["none"]);
        CacheSurvey survey = CacheSurvey.Of(folder);
        Assert.Equal((0, 0, 0L), (survey.Blobs, survey.Actions, survey.Bytes));
        Assert.Null(survey.OldestUse);
        Assert.Equal(0, new CacheSweeper(folder).Sweep(0, dryRun: true).Bytes);
    }

    [Fact]
    public void A_survey_tells_steps_and_files_of_feeds_apart()
    {
        Make(1, TimeSpan.FromDays(4));
        Make(2, TimeSpan.FromDays(2));
        _store.AddBlob(new byte[500]);
        Leftover("partial", TimeSpan.FromHours(1));
        CacheSurvey survey = CacheSurvey.Of(_folder);
        Assert.Equal((3, 2, 1, 10L), (survey.Blobs, survey.Actions, survey.Unfinished, survey.UnfinishedBytes));
        Assert.Equal(new StepUse("step", 2, 2, 2000), Assert.Single(survey.Steps));
        Assert.Equal((1, 500L), (survey.LooseBlobs, survey.LooseBytes));
        Assert.InRange(survey.OldestUse!.Value, DateTime.UtcNow.AddDays(-4.1), DateTime.UtcNow.AddDays(-3.9));
    }

    [Fact]
    public void A_build_that_adds_little_does_not_look_through_the_cache()
    {
        Assert.NotNull(CacheUpkeep.Run(_folder, 0, 5000));
        ActionKey old = Make(1, TimeSpan.FromDays(9));
        Assert.Null(CacheUpkeep.Run(_folder, 0, 5000));
        Assert.Null(CacheUpkeep.Run(_folder, 2000, 5000));
        // Together too much, as far as is known: the look finds less, and keeps everything.
        Assert.Equal(0, CacheUpkeep.Run(_folder, 3001, 5000)!.Bytes);
        Assert.Null(CacheUpkeep.Run(_folder, 2000, 5000));
        Assert.NotNull(_store.Find(old));
    }

    [Fact]
    public void A_cache_that_outgrew_its_bound_is_swept_by_the_build_that_did_it()
    {
        CacheUpkeep.Run(_folder, 0, 2500);
        ActionKey[] keys = [.. Enumerable.Range(0, 4).Select(i => Make(i, TimeSpan.FromDays(9 - i)))];
        SweepResult result = CacheUpkeep.Run(_folder, _store.AddedBytes, 2500)!;
        Assert.Equal((2, 2), (result.Blobs, result.Actions));
        Assert.Equal([false, false, true, true], keys.Select(k => _store.Find(k) is not null));
    }

    [Fact]
    public void What_a_build_loaded_just_now_stays_for_its_next_task_even_beyond_the_bound()
    {
        ActionKey old = Make(1, TimeSpan.FromHours(3));
        ActionKey fresh = Make(2, TimeSpan.FromMinutes(5));
        Assert.Equal(1, CacheUpkeep.Run(_folder, _store.AddedBytes, 100)!.Blobs);
        Assert.Equal([false, true], ((ActionKey[])[old, fresh]).Select(k => _store.Find(k) is not null));
    }

    [Fact]
    public void A_cache_is_looked_through_once_a_day()
    {
        CacheUpkeep.Run(_folder, 0, 2500);
        CacheUsage known = CacheUsage.TryRead(_folder)!.Value;
        (known with { Looked = known.Looked.AddHours(-25) }).Write(_folder);
        Assert.NotNull(CacheUpkeep.Run(_folder, 0, 2500));
        Assert.Null(CacheUpkeep.Run(_folder, 0, 2500));
    }

    [Fact]
    public void A_cache_without_bound_is_never_swept()
    {
        ActionKey[] keys = [.. Enumerable.Range(0, 4).Select(i => Make(i, TimeSpan.FromDays(90)))];
        Assert.Equal(0, CacheUpkeep.Run(_folder, _store.AddedBytes, 0)!.Bytes);
        Assert.All(keys, k => Assert.NotNull(_store.Find(k)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("avocado-cache-usage 1\n5\n99999999999999999999\n")]
    [InlineData("avocado-cache-usage 1\n-5\n1\n")]
    [InlineData("avocado-cache-usage 1\n5\n9223372036854775807\n")]
    public void A_damaged_note_of_usage_means_to_look(string text)
    {
        CacheUpkeep.Run(_folder, 0, 2500);
        File.WriteAllText(_folder.UsagePath, text);
        Assert.NotNull(CacheUpkeep.Run(_folder, 0, 2500));
        Assert.NotNull(CacheUsage.TryRead(_folder));
    }

    private ActionKey Make(int i, TimeSpan age)
    {
        var content = new byte[1000];
        content[0] = (byte)i;
        Blob blob = _store.AddBlob(content);
        ActionKey key = new ActionKeyBuilder("step", 1).Add("i", i).ToKey();
        _store.Put(key, [KeyValuePair.Create("out", blob)]);
        DateTime then = DateTime.UtcNow - age;
        File.SetLastWriteTimeUtc(_store.PathOf(blob), then);
        File.SetLastWriteTimeUtc(_folder.ActionPath(key.Digest), then);
        return key;
    }

    private string Leftover(string kind, TimeSpan age)
    {
        string path = _temporary.Write($"cache/{kind}/{Guid.NewGuid():N}", new byte[10]);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }

    private SweepResult Sweep(long maxBytes) => new CacheSweeper(_folder).Sweep(maxBytes, dryRun: false);

    private int Objects() => CacheSurvey.Of(_folder) is var survey ? survey.Blobs + survey.Actions : 0;
}
