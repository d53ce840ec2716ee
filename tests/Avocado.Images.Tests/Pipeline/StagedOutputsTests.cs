using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;
using Avocado.Images.Pipeline;
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
        foreach (byte mark in (byte[])[1, 2, 2, 3])
        {
            byte[] image = Image(mark);
            Sha256Digest told = Rewrite(image);
            Assert.Equal(image, File.ReadAllBytes(Disk));
            Assert.Equal(Sha256Digest.Of(image), told);
        }
    }

    [Fact]
    public void What_somebody_touched_is_written_whole()
    {
        Rewrite(Image(1));
        byte[] touched = File.ReadAllBytes(Disk);
        // In what the notes know as a hole.
        touched[300_000] = 77;
        File.WriteAllBytes(Disk, touched);
        Rewrite(Image(1));
        Assert.Equal(Image(1), File.ReadAllBytes(Disk));
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

    private Sha256Digest Rewrite(byte[] image)
    {
        var outputs = new StagedOutputs(_folder["obj"], _folder["bin"]);
        outputs.Rewrite("disk.img", _folder["notes"], new Sparse(image), CancellationToken.None);
        var log = new DigestLog();
        outputs.Commit(log);
        return log.Digest;
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

    private sealed class DigestLog : IBuildLog
    {
        public Sha256Digest Digest { get; private set; }

        public void Artefact(string path, long size, Sha256Digest digest) => Digest = digest;

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
