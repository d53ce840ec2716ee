using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Avocado.Packages.Caching;
using Avocado.Packages.Debian;
using Avocado.Packages.Debian.Apt;
using Avocado.Packages.Locking;
using Avocado.Packages.Transfer;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>A Debian archive on a loopback server, a cache folder, and everything that restores from it.</summary>
internal sealed class TestArchive : IDisposable
{
    public static readonly DateTimeOffset Released = new(2026, 9, 12, 7, 55, 41, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public TestArchive()
    {
        SignedBy = _folder.Write("archive.gpg", TestKey.Shared.Keyring());
        Cache = new CacheFolder(_folder["cache"]);
        Store = new ContentStore(Cache);
        Downloader = new Downloader { RetryDelay = TimeSpan.FromMilliseconds(1) };
    }

    public TestServer Server { get; } = new();

    public Uri Uri => new(Server.Root, "debian");

    public string SignedBy { get; }

    public string LockPath => _folder["avocado.lock.json"];

    public CacheFolder Cache { get; }

    public ContentStore Store { get; }

    public Downloader Downloader { get; }

    public DateTimeOffset Now { get; set; } = Released.AddDays(1);

    public AptConfiguration Apt { get; set; } = AptConfiguration.None;

    public Uri? Snapshots { get; set; }

    public string this[string name] => _folder[name];

    /// <summary>Puts a suite with packages on the server.</summary>
    public void Publish(
        IEnumerable<TestPackage> packages, string suite = "trixie", string archive = "/debian", string extraFields = "",
        DateTimeOffset? date = null, TestKey? key = null, string contents = "", string extension = ".gz",
        DateTimeOffset? signed = null)
    {
        var index = new StringBuilder();
        foreach (TestPackage package in packages)
        {
            byte[] deb = package.Build();
            Server.Files[$"{archive}/{package.Path}"] = deb;
            index.Append(package.Paragraph(deb)).Append('\n');
        }
        DateTimeOffset when = date ?? Released;
        var release = new StringBuilder($"""
            Origin: Test
            Suite: role-of-{suite}
            Codename: {suite}
            Date: {when.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} UTC
            Architectures: amd64 arm64
            Components: main

            """.ReplaceLineEndings("\n"));
        release.Append(extraFields).Append("SHA256:\n");
        var files = new Dictionary<string, byte[]>
        {
            ["main/binary-amd64/Packages" + extension] = Compress(index.ToString(), extension),
            ["main/Contents-amd64.gz"] = Compress(contents, ".gz"),
        };
        foreach ((string path, byte[] bytes) in files)
        {
            Server.Files[$"{archive}/dists/{suite}/{path}"] = bytes;
            release.Append(CultureInfo.InvariantCulture,
                $" {Convert.ToHexStringLower(SHA256.HashData(bytes))} {bytes.Length} {path}\n");
        }
        Server.Files[$"{archive}/dists/{suite}/InRelease"] = (key ?? TestKey.Shared).Sign(release.ToString(), signed ?? when);
    }

    public FeedDescription Feed(string suite = "trixie", bool withUri = true) =>
        new("debian", "deb", suite, [], withUri ? Uri : null, SignedBy, new("app.csproj", 7, 5));

    public DebianFeed OpenFeed(FeedDescription feed) => new(feed, Store, Downloader, new DebianFeedOptions
    {
        Apt = () => Apt,
        Snapshots = Snapshots,
        Clock = new FixedClock(Now),
    });

    public LockService Service(string? lockPath = null) =>
        new(lockPath ?? LockPath, Cache, new PackageCache(Store, Downloader), OpenFeed);

    public ResolveRequest Request(params string[] packages) => new()
    {
        Board = "x86_64-uefi",
        Architecture = "amd64",
        Feeds = [Feed()],
        // "name" or "name:extension"
        Packages = [.. packages.Select(p => new PackageRequest(
            p.Split(':')[0], p.Split(':').ElementAtOrDefault(1), new("app.csproj", 9, 3)))],
        DotNetSdkVersion = "10.0.401",
    };

    public void Dispose()
    {
        Server.Dispose();
        Downloader.Dispose();
        _folder.Dispose();
    }

    private static byte[] Compress(string text, string extension)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return extension switch
        {
            ".gz" => TestPackage.Gzip(bytes),
            ".xz" => ForeignTool.Try("xz", null, bytes, ["-c"]).OutputBytes,
            _ => bytes,
        };
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
