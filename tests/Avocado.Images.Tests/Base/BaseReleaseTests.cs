using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.SquashFs.Based;
using Avocado.Images.Base;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.Base;

/// <summary>What of an earlier release is found, and what is kept of it below obj.</summary>
public sealed class BaseReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SampleRelease _sample;

    public BaseReleaseTests() => _sample = SampleRelease.Build(SampleRelease.Project(), _folder["old"]);

    private string Notes => Path.Combine(_folder["work"], "base-" + _sample.AsBase.Digest.ToString()[..16]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("root")]
    [InlineData("store")]
    [InlineData("factory")]
    [InlineData("extension/app")]
    [InlineData("extension/tools")]
    public void Every_file_system_of_a_release_is_found(string part)
    {
        using BaseRelease release = Open();
        using OpenBase opened = release.Find(part)!.Open(2, default);
        using var image = new MemoryStream(_sample.Parts[part]);
        Assert.Equal(Bytes(BaseFileSystem.Open(image, null, 1, default).Digests), Bytes(opened.FileSystem.Digests));
    }

    [Fact]
    public void What_the_base_does_not_have_is_none()
    {
        using BaseRelease release = Open();
        Assert.Null(release.Find("extension/new"));
    }

    [Fact]
    public void What_was_learnt_is_kept_and_made_again_when_it_is_damaged()
    {
        using BaseRelease release = Open();
        foreach (string part in (string[])["root", "extension/app"])
        {
            release.Find(part)!.Open(2, default).Dispose();
        }
        string[] kept = Directory.GetFiles(Notes);
        Assert.Equal(
            ["extension-app.digests", "extension-app.raw", "root.digests", "root.verified"],
            kept.Select(Path.GetFileName).Order());
        foreach (string file in kept)
        {
            byte[] good = File.ReadAllBytes(file);
            DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            File.SetLastWriteTimeUtc(file, before);
            OpenAgain();
            Assert.Equal(before, File.GetLastWriteTimeUtc(file));
            int tail = Math.Min(50, good.Length);
            foreach (byte[] bad in (byte[][])[[], good[..^7], [.. good[..^tail], .. new byte[tail]], Flipped(good)])
            {
                File.WriteAllBytes(file, bad);
                OpenAgain();
                Assert.Equal(good, File.ReadAllBytes(file));
            }
        }
        Assert.Equal(kept, Directory.GetFiles(Notes));

        void OpenAgain()
        {
            release.Find("root")!.Open(2, default).Dispose();
            release.Find("extension/app")!.Open(2, default).Dispose();
        }
    }

    [Fact]
    public void Notes_of_another_base_are_removed()
    {
        string other = _folder["work/base-0123456789abcdef"];
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "root.digests"), "old");
        Open().Dispose();
        Assert.False(Directory.Exists(other));
        Assert.True(Directory.Exists(Notes));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("store")]
    [InlineData("extension/app")]
    [InlineData("extension/tools")]
    public void What_rotted_in_the_base_is_refused_even_when_its_digests_are_known(string part)
    {
        using (BaseRelease good = Open())
        {
            good.Find(part)!.Open(2, default).Dispose();
        }
        File.Delete(Path.Combine(Notes, part.Replace('/', '-') + ".raw"));
        BaseImage image = _sample.AsBase;
        Rot(part);
        using BaseRelease release = BaseRelease.Open(
            SampleRelease.Project(p => p with { BaseImage = image }), _folder["work"], 2);
        AvocadoException error = Assert.Throws<AvocadoException>(() => release.Find(part)!.Open(2, default));
        Assert.Equal(Codes.BaseImageUnusable, error.Code);
        Assert.Equal(image.Location, error.Location);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_base_with_the_stamp_of_the_last_look_is_read_again_for_production_alone(bool isProduction)
    {
        using (BaseRelease good = Open())
        {
            good.Find("root")!.Open(2, default).Dispose();
        }
        BaseImage image = _sample.AsBase;
        DateTime stamp = File.GetLastWriteTimeUtc(_sample.Disk);
        Rot("root");
        File.SetLastWriteTimeUtc(_sample.Disk, stamp);
        using BaseRelease release = BaseRelease.Open(
            SampleRelease.Project(p => p with { BaseImage = image, IsProduction = isProduction }), _folder["work"], 2);
        Exception? error = Record.Exception(() => release.Find("root")!.Open(2, default).Dispose());
        Assert.Equal(isProduction ? Codes.BaseImageUnusable : null, (error as AvocadoException)?.Code);
    }

    private static byte[] Flipped(byte[] good)
    {
        byte[] bad = [.. good];
        // In the data of an extension image; in a digest.
        bad[bad.Length / 2] ^= 1;
        return bad;
    }

    /// <summary>Changes a byte in the middle of a partition's content.</summary>
    private void Rot(string part)
    {
        (string label, string content) = part switch
        {
            "root" => ("gateway_1.0.0", "root"),
            "store" => ("gateway_1.0.0", "store"),
            "extension/app" => ("gateway_1.0.0", "store"),
            _ => ("factory", "factory"),
        };
        Guid type = content == "root" ? PartitionTypes.X64.Root.Data : PartitionTypes.Generic;
        using var file = new FileStream(_sample.Disk, FileMode.Open, FileAccess.ReadWrite);
        GptDisk disk = GptReader.Read(file).Disk;
        file.Position = disk.OffsetOf(disk.Partitions.First(p => p.Type == type && p.Name == label))
            + (_sample.Parts[content].Length / 2);
        int old = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(old ^ 1));
    }

    private BaseRelease Open()
    {
        Directory.CreateDirectory(_folder["work"]);
        return BaseRelease.Open(
            SampleRelease.Project(p => p with { BaseImage = _sample.AsBase }), _folder["work"], 2);
    }

    private byte[] Bytes(BaseDigests digests)
    {
        digests.Save(_folder["digests"]);
        return File.ReadAllBytes(_folder["digests"]);
    }
}
