using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Images.Base;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.Base;

/// <summary>Whatever happened to a base, it is used as it was or refused with a code.</summary>
public sealed class DamagedBaseTests : IDisposable
{
    private static readonly string[] s_parts = ["root", "store", "factory", "extension/app", "extension/tools"];
    private readonly TemporaryFolder _folder = new();
    private readonly SampleRelease _sample;

    public DamagedBaseTests() => _sample = SampleRelease.Build(SampleRelease.Project(), _folder["old"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_base_that_is_cut_short_is_refused()
    {
        BaseImage image = _sample.AsBase;
        long length = new FileInfo(_sample.Disk).Length;
        using var file = new FileStream(
            _sample.Disk, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        // From the end to the start: what is cut off does not come back.
        long[] lengths =
        [
            length - 1, length - 512, length - (1 << 20), length / 2, length / 5, 1 << 20, 17408, 1024, 513, 512, 100, 1,
        ];
        foreach (long left in lengths)
        {
            file.SetLength(left);
            Assert.Equal(Codes.BaseImageUnusable, Assert.Throws<AvocadoException>(() => OpenAll(image)).Code);
        }
    }

    [Fact]
    public void Changed_bytes_are_refused_or_change_nothing()
    {
        BaseImage image = _sample.AsBase;
        var random = new Random(5);
        using var file = new FileStream(
            _sample.Disk, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        GptDisk disk = GptReader.Read(file).Disk;
        GptPartition[] contents =
            [.. disk.Partitions.Where(p => p.Name is "gateway_1.0.0" or "factory")];
        int refused = 0;
        for (int i = 0; i < 120; i++)
        {
            // The table, or the start or the inside of a partition that has something.
            GptPartition partition = contents[random.Next(contents.Length)];
            long at = (i % 3) switch
            {
                0 => random.Next(512, 512 + (20 * 128)),
                1 => disk.OffsetOf(partition) + random.Next(128),
                _ => disk.OffsetOf(partition) + random.Next(300_000),
            };
            file.Position = at;
            int old = file.ReadByte();
            file.Position = at;
            file.WriteByte((byte)(old ^ (1 << random.Next(8))));
            file.Flush();
            try
            {
                OpenAll(image);
            }
            catch (AvocadoException error)
            {
                Assert.Equal(Codes.BaseImageUnusable, error.Code);
                refused++;
            }
            file.Position = at;
            file.WriteByte((byte)old);
            file.Flush();
        }
        Assert.InRange(refused, 40, 119);
        OpenAll(image);
    }

    private void OpenAll(BaseImage image)
    {
        // What an earlier try kept would hide what this one reads.
        if (Directory.Exists(_folder["work"]))
        {
            Directory.Delete(_folder["work"], recursive: true);
        }
        Directory.CreateDirectory(_folder["work"]);
        using BaseRelease release = BaseRelease.Open(
            SampleRelease.Project(p => p with { BaseImage = image }), _folder["work"], 1);
        foreach (string part in s_parts)
        {
            release.Find(part)?.Open(1, default).Dispose();
        }
    }
}
