using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Packages.Tests.Fakes;
using Avocado.Packages.Transfer;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Transfer;

public sealed class DownloaderTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Downloader _downloader = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };
    private readonly byte[] _file = new byte[300_000];

    public DownloaderTests()
    {
        new Random(5).NextBytes(_file);
        _server.Files["/file"] = _file;
    }

    private string Partial => _folder["file.partial"];

    public void Dispose()
    {
        _server.Dispose();
        _downloader.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_download_that_breaks_is_resumed_where_it_broke()
    {
        _server.CutOnce["/file"] = 200_000;
        Assert.Equal(DownloadOutcome.Done, (await GetAsync("file")).Outcome);
        Assert.Equal(_file, await File.ReadAllBytesAsync(Partial));
        (string Path, long From)[] requests = [.. _server.Requests];
        Assert.Equal(2, requests.Length);
        Assert.InRange(requests[1].From, 1, 200_000);
    }

    [Fact]
    public async Task What_an_earlier_process_loaded_is_not_loaded_again()
    {
        await File.WriteAllBytesAsync(Partial, _file[..123_456]);
        Assert.Equal(DownloadOutcome.Done, (await GetAsync("file")).Outcome);
        Assert.Equal(123_456, Assert.Single(_server.Requests).From);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_gives_the_whole_file()
    {
        _server.IgnoresRanges = true;
        await File.WriteAllBytesAsync(Partial, new byte[1000]);
        Assert.Equal(DownloadOutcome.Done, (await GetAsync("file")).Outcome);
        Assert.Equal(_file, await File.ReadAllBytesAsync(Partial));
    }

    [Fact]
    public async Task A_bad_beginning_from_an_earlier_attempt_is_thrown_away()
    {
        await File.WriteAllBytesAsync(Partial, new byte[100_000]);
        Assert.Equal(DownloadOutcome.Done, (await GetAsync("file")).Outcome);
        Assert.Equal([100_000L, 0L], _server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_wrong_file_is_refused_and_not_kept()
    {
        _server.Files["/wrong"] = new byte[_file.Length];
        _server.Files["/long"] = [.. _file, 0];
        Assert.Equal(DownloadOutcome.Mismatch, (await GetAsync("wrong")).Outcome);
        Assert.Equal(0, new FileInfo(Partial).Length);
        Assert.Equal(DownloadOutcome.Mismatch, (await GetAsync("long")).Outcome);
    }

    [Fact]
    public async Task The_next_address_is_asked_when_one_fails()
    {
        _server.Files["/wrong"] = new byte[_file.Length];
        _server.Status["/broken"] = 503;
        DownloadResult result = await GetAsync("absent", "broken", "wrong", "file");
        Assert.Equal((DownloadOutcome.Done, new Uri(_server.Root, "file")), (result.Outcome, result.Address));
    }

    [Fact]
    public async Task A_failing_server_is_asked_again_and_then_named()
    {
        _server.Status["/broken"] = 503;
        DownloadResult result = await GetAsync("broken");
        Assert.Equal(DownloadOutcome.Failed, result.Outcome);
        Assert.Contains("HTTP 503", result.Reason);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task An_absent_file_says_more_than_a_server_that_fails()
    {
        _server.Status["/broken"] = 503;
        Assert.Equal(DownloadOutcome.NotFound, (await GetAsync("absent", "broken")).Outcome);
    }

    [Fact]
    public async Task Local_archives_need_no_server()
    {
        string path = _folder.Write("local", _file);
        DownloadResult result = await _downloader.GetAsync(
            new Download("file", [new Uri(path)], _file.Length, Sha256Digest.Of(_file)), Partial, null, default);
        Assert.Equal(DownloadOutcome.Done, result.Outcome);
    }

    [Fact]
    public async Task Other_schemes_are_refused_without_a_stack_trace()
    {
        SmallFile file = await _downloader.GetSmallAsync(new Uri("ftp://a.test/x"), 100, default);
        Assert.Contains("'ftp:'", file.Reason);
    }

    [Fact]
    public async Task A_small_file_that_is_not_small_is_refused()
    {
        Assert.Null((await _downloader.GetSmallAsync(new Uri(_server.Root, "file"), 1000, default)).Bytes);
        Assert.Equal(_file, (await _downloader.GetSmallAsync(new Uri(_server.Root, "file"), 1 << 20, default)).Bytes);
    }

    [Fact]
    public async Task Cancellation_ends_a_download()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _downloader.GetAsync(
            new Download("file", [new Uri(_server.Root, "file")], _file.Length, Sha256Digest.Of(_file)), Partial, null,
            cancelled.Token));
    }

    private Task<DownloadResult> GetAsync(params string[] paths)
    {
        ImmutableArray<Uri> addresses = [.. paths.Select(p => new Uri(_server.Root, p))];
        return _downloader.GetAsync(
            new Download("file", addresses, _file.Length, Sha256Digest.Of(_file)), Partial, null, default);
    }
}
