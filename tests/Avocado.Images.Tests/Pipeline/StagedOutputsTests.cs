using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;
using Avocado.Images.Disk;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Packages.Caching;
using Avocado.Testing;

namespace Avocado.Images.Tests.Pipeline;

/// <summary>Outputs appear whole, whether they are written or written over.</summary>
public sealed class StagedOutputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Disk => _folder["bin/disk.img"];

    [Fact]
    public void An_output_that_is_written_over_is_what_a_new_one_is()
    {
        (Sha256Digest?, long)[] told = [.. new byte[] { 1, 2, 2, 3 }.Select(mark =>
        {
            ToldLog log = Rewrite(Image(mark));
            Assert.Equal(Image(mark), File.ReadAllBytes(Disk));
            return (log.Digest, log.Written);
        })];
        // What is written whole is hashed; of what is written over, most is not read.
        Assert.Equal([(Sha256Digest.Of(Image(1)), 0), (null, 400_000), (null, 0), (null, 400_000)], told);
    }

    [Fact]
    public void A_disk_that_was_hashed_before_is_known_by_its_data()
    {
        using var store = new ContentStore(new CacheFolder(_folder["cache"]));
        foreach (byte mark in (byte[])[1, 2, 2, 1])
        {
            var outputs = new StagedOutputs(_folder["obj"], _folder["bin"]);
            outputs.WriteSparse("disk.img", new KnownDigests(store), new Sparse(Image(mark)), CancellationToken.None);
            var log = new ToldLog();
            outputs.Commit(log);
            Assert.Equal(Image(mark), File.ReadAllBytes(Disk));
            Assert.Equal(Sha256Digest.Of(Image(mark)), log.Digest);
        }
        // Two digests for two disks: the others were known.
        Assert.Equal(2, Directory.GetFiles(_folder["cache/ac"], "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Disks_of_the_same_data_at_other_places_have_other_digests()
    {
        string[] digests = [.. new (int Hole, int Data, int End)[] { (0, 8, 8), (8, 8, 0), (4, 8, 4), (8, 8, 8), (8, 4, 8) }
            .Select(disk =>
            {
                using var output = new SparseHashingOutput(new StreamOutput(new MemoryStream()));
                output.Skip(disk.Hole);
                output.Write(new byte[disk.Data]);
                output.Skip(disk.End);
                return output.Complete().ToString();
            })];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void What_somebody_touched_is_written_whole()
    {
        Rewrite(Image(1));
        byte[] touched = File.ReadAllBytes(Disk);
        // In what the notes know as a hole.
        touched[300_000] = 77;
        File.WriteAllBytes(Disk, touched);
        Assert.Equal(Sha256Digest.Of(Image(1)), Rewrite(Image(1)).Digest);
        Assert.Equal(Image(1), File.ReadAllBytes(Disk));
    }

    [Fact]
    public void Of_a_file_system_that_changed_only_the_change_is_copied_to_the_disk()
    {
        var data = new byte[300_000];
        new Random(1).NextBytes(data);
        var segment = new BytesSegment(new byte[4096]);
        var earlier = new VerityVolume(Content.Bytes(data), segment, Sha256Digest.Of("earlier"u8));
        Write(earlier);
        byte[] changed = [.. data, .. new byte[4096]];
        changed[200_000] ^= 1;
        changed[^1] = 1;
        // Elsewhere it has something else: who looks there would see it.
        byte[] unseen = [.. changed];
        unseen[100_000] ^= 1;
        ByteRange[] ranges = [new ByteRange(200_000, 1), new ByteRange(data.Length, 4096)];
        var change = new VolumeChange(earlier.RootHash, ranges);
        ToldLog log = Write(new VerityVolume(Content.Bytes(unseen), segment, Sha256Digest.Of("later"u8))
        {
            Change = change,
        });
        Assert.Equal((null, 4097), (log.Digest, log.Written));
        Assert.Equal(changed, File.ReadAllBytes(Disk));
        // The disk has another one now: this change says nothing about it.
        Write(new VerityVolume(Content.Bytes(unseen), segment, Sha256Digest.Of("third"u8)) { Change = change });
        Assert.Equal(unseen, File.ReadAllBytes(Disk));

        ToldLog Write(VerityVolume volume) => Rewrite(new VolumeSegment(volume));
    }

    [Fact]
    public void Damaged_notes_cost_time_and_nothing_else()
    {
        Rewrite(Image(1));
        string notes = File.ReadAllText(_folder["notes"]);
        for (int length = 0; length < notes.Length; length += 3)
        {
            File.WriteAllText(_folder["notes"], notes[..length]);
            Rewrite(Image((byte)length));
            Assert.Equal(Image((byte)length), File.ReadAllBytes(Disk));
        }
    }

    [Fact]
    public void A_build_that_fails_on_the_way_leaves_no_half_output()
    {
        Rewrite(Image(1));
        var outputs = new StagedOutputs(_folder["obj"], _folder["bin"]);
        Assert.Throws<OperationCanceledException>(() => outputs.Rewrite(
            "disk.img", _folder["notes"], new Sparse(Image(2)), new CancellationToken(canceled: true)));
        Assert.False(File.Exists(Disk));
        Rewrite(Image(2));
        Assert.Equal(Image(2), File.ReadAllBytes(Disk));
    }

    public void Dispose() => _folder.Dispose();

    private ToldLog Rewrite(byte[] image) => Rewrite(new Sparse(image));

    private ToldLog Rewrite(ISegment segment)
    {
        var outputs = new StagedOutputs(_folder["obj"], _folder["bin"]);
        outputs.Rewrite("disk.img", _folder["notes"], segment, CancellationToken.None);
        var log = new ToldLog();
        outputs.Commit(log);
        return log;
    }

    /// <summary>Data, a hole of 200 000 bytes, data.</summary>
    private static byte[] Image(byte mark)
    {
        var image = new byte[600_000];
        image.AsSpan(0, 200_000).Fill(mark);
        image.AsSpan(400_000).Fill((byte)(mark + 1));
        return image;
    }

    private sealed class Sparse(byte[] image) : ISegment
    {
        public long Length => image.Length;

        public void WriteTo(IImageOutput output, CancellationToken cancellation)
        {
            output.Write(image.AsSpan(0, 200_000));
            cancellation.ThrowIfCancellationRequested();
            output.Skip(200_000);
            output.Write(image.AsSpan(400_000));
        }
    }

    private sealed class ToldLog : IBuildLog
    {
        public Sha256Digest? Digest { get; private set; }

        public long Written { get; private set; }

        public void Artefact(string path, long size, Sha256Digest digest) => Digest = digest;

        public void Patched(string path, long size, long written) => Written = written;

        public void Phase(string text)
        {
        }

        public void Warning(DiagnosticCode code, SourceLocation? location, string message)
        {
        }

        public void Note(string text)
        {
        }
    }
}
