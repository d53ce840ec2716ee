using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Disk;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Testing;

namespace Avocado.Images.Tests.Pipeline;

/// <summary>What a rebuild reuses never shows in the bytes.</summary>
public sealed class FileSystemImageTests : IDisposable
{
    private static readonly Origin s_origin = Origin.Generated("test");
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryServer _server = new();

    [Fact]
    public void The_same_tree_again_writes_nothing()
    {
        VerityVolume first = Write("work", Tree("one"));
        string path = PathOf(first);
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, before);
        VerityVolume second = Write("work", Tree("one"));
        Assert.Equal(first.RootHash, second.RootHash);
        // Without a base its digest is told.
        Assert.Null(second.Change);
        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_changed_tree_gives_what_a_build_from_nothing_gives()
    {
        Write("work", Tree("one"));
        VerityVolume rebuilt = Write("work", Tree("two"));
        VerityVolume full = Write("another", Tree("two"));
        Assert.Equal(full.RootHash, rebuilt.RootHash);
        Assert.Equal(File.ReadAllBytes(PathOf(full)), File.ReadAllBytes(PathOf(rebuilt)));
        Assert.Equal(File.ReadAllText(_folder["another/part.tree"]), File.ReadAllText(_folder["work/part.tree"]));
    }

    [Fact]
    public void An_image_that_was_changed_behind_the_build_s_back_is_made_again()
    {
        VerityVolume first = Write("work", Tree("one"));
        byte[] good = File.ReadAllBytes(PathOf(first));
        foreach (int at in (int[])[0, good.Length / 3, good.Length - 1])
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            File.WriteAllBytes(PathOf(first), bad);
            Assert.Equal(first.RootHash, Write("work", Tree("one")).RootHash);
            Assert.Equal(good, File.ReadAllBytes(PathOf(first)));
        }
    }

    [Fact]
    public void Damaged_notes_of_the_last_build_cost_time_and_nothing_else()
    {
        VerityVolume first = Write("work", Tree("one"));
        byte[] good = File.ReadAllBytes(PathOf(first));
        foreach (string notes in (string[])["part.stage", "part.blocks"])
        {
            File.WriteAllText(_folder["work/" + notes], "damaged");
            Write("work", Tree("two"));
            Write("work", Tree("one"));
            Assert.Equal(good, File.ReadAllBytes(PathOf(first)));
        }
    }

    [Fact]
    public async Task Another_machine_takes_the_whole_image_from_the_remote_cache()
    {
        VerityVolume made;
        using (ContentStore writer = Store("one", canWrite: true))
        {
            made = Write("work", Tree("one"), writer);
            Assert.True(await writer.FlushAsync(CancellationToken.None));
        }
        using ContentStore reader = Store("two", canWrite: false);
        FileTree unreadable = Tree("one").WithContents(entry => entry.Content.Size == 0
            ? entry.Content
            : new SliceContent(_folder["nothing"], 0, entry.Content.Size, entry.Content.Digest));
        VerityVolume taken = Write("elsewhere", unreadable, reader);
        Assert.Equal(made.RootHash, taken.RootHash);
        Assert.Equal(File.ReadAllBytes(PathOf(made)), File.ReadAllBytes(PathOf(taken)));
        Assert.Throws<AvocadoException>(() => Write("nowhere", unreadable));
        using ContentStore mute = Store("two", canWrite: false, givesResults: false);
        Assert.Throws<AvocadoException>(() => Write("nowhere", unreadable, mute));
        // The next build there may write over what came read-only from the store.
        Write("elsewhere", Tree("two"), reader);
    }

    [Fact]
    public void A_build_that_may_not_write_offers_nothing()
    {
        using ContentStore reader = Store("one", canWrite: false);
        Write("work", Tree("one"), reader);
        Assert.Empty(_server.Objects);
        Assert.False(Directory.Exists(_folder["cache-one/ac"]));
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private VerityVolume Write(string folder, FileTree tree, ContentStore? store = null)
    {
        Directory.CreateDirectory(_folder[folder]);
        return new FileSystemImage(TestFiles.Project(), 2, store)
            .Write("part", tree, StageFiles.Of(_folder[folder + "/part.squashfs"]), CancellationToken.None);
    }

    private static string PathOf(VerityVolume volume) => ((HostFileContent)volume.Data).HostPath;

    private ContentStore Store(string name, bool canWrite, bool givesResults = true) => new(
        new CacheFolder(_folder["cache-" + name]),
        new RemoteCache(
            new RemoteCacheSettings(RemoteCacheAddress.TryParse("http://cache.invalid/", out _)!, canWrite), _ => { }, _server))
        {
            GivesResults = givesResults,
        };

    private static FileTree Tree(string text)
    {
        var tree = new FileTreeBuilder();
        tree.Add(Entry.File("etc/text", Content.Text(text), s_origin));
        for (int i = 0; i < 40; i++)
        {
            tree.Add(Entry.File($"usr/lib/file{i:D2}", Content.Bytes(Noise(i, 1000 * (i % 200))), s_origin));
        }
        tree.Add(Entry.File("usr/lib/large", Content.Bytes(Noise(99, 500_000)), s_origin));
        return tree.Build();
    }

    private static byte[] Noise(int seed, int size)
    {
        var bytes = new byte[size];
        for (int i = 0; i < size; i += 32)
        {
            SHA256.HashData(BitConverter.GetBytes((seed * 1000) + (i / 64))).AsSpan(0, Math.Min(32, size - i))
                .CopyTo(bytes.AsSpan(i));
        }
        return bytes;
    }
}
