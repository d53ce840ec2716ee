using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Base;
using Avocado.Images.Pipeline;
using Avocado.Packages.Caching;
using Avocado.Packages.Locking;
using Avocado.Testing;

namespace Avocado.Images.Tests.Base;

/// <summary>The digest of the base image, which is too large to be read by every build.</summary>
public sealed class BaseFileTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_base_that_did_not_change_is_not_read_again()
    {
        LockedBase first = Lock("first", s_longAgo)!;
        Assert.Equal(new LockedBase("thing-1.0.0.img", 5, Sha256Digest.Of("first"u8)), first);
        // Only who does not read it takes this for the first.
        Assert.Equal(first, Lock("other", s_longAgo));
        Assert.Equal(Sha256Digest.Of("other"u8), Lock("other", s_longAgo.AddSeconds(1))!.Sha256);
    }

    [Fact]
    public void Without_a_file_for_it_the_digest_is_not_kept()
    {
        Lock("first", s_longAgo, keep: false);
        Assert.Equal(Sha256Digest.Of("other"u8), Lock("other", s_longAgo, keep: false)!.Sha256);
    }

    [Fact]
    public void A_digest_that_cannot_be_kept_is_no_error()
    {
        _folder.Write("obj", "a file where the folder should be"u8.ToArray());
        Assert.Equal(Sha256Digest.Of("first"u8), Lock("first", s_longAgo)!.Sha256);
    }

    [Fact]
    public void No_base_is_none() => Assert.Null(BaseFile.Lock(Request(null, keep: true)));

    [Fact]
    public void A_base_that_is_gone_or_empty_is_an_error_where_the_project_names_it()
    {
        foreach (string path in (string[])[_folder["absent.img"], _folder.Write("empty.img", [])])
        {
            AvocadoException error = Assert.Throws<AvocadoException>(() => BaseFile.Lock(Request(path, keep: true)));
            Assert.Equal((Codes.BaseImageUnusable, 4), (error.Code, error.Location!.Line));
        }
    }

    private LockedBase? Lock(string text, DateTime changed, bool keep = true)
    {
        string path = _folder.Write("thing-1.0.0.img", System.Text.Encoding.UTF8.GetBytes(text));
        File.SetLastWriteTimeUtc(path, changed);
        return BaseFile.Lock(Request(path, keep));
    }

    private ResolveRequest Request(string? path, bool keep) => new()
    {
        ProjectFile = "Thing.csproj",
        Board = TestFiles.Project().Board,
        Packages = new PackageSet { Feeds = [], Packages = [] },
        LockFile = _folder["avocado.lock.json"],
        Cache = new CacheSettings(_folder["cache"]),
        BaseImage = path,
        BaseImageLocation = new("Thing.csproj", 4, 5),
        BaseDigestFile = keep ? _folder["obj/board.base"] : null,
        DotNetSdkVersion = "10.0.401",
        RuntimeVersion = "10.0.1",
    };
}
