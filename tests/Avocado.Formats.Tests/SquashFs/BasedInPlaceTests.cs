using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs;
using Avocado.Formats.SquashFs.Based;
using Avocado.Formats.Tests.Verity;
using Avocado.Formats.Verity;
using Avocado.Testing;
using static Avocado.Formats.Tests.SquashFs.TreeChanges;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>An image that is written over the last one after the same base is what it is in an empty file.</summary>
public sealed class BasedInPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SquashFsOptions _options =
        Images.Options with { Codec = new ZstdCodec(3), BlockSize = 16 << 10, Threads = 2 };

    [Fact]
    public void Image_and_hash_tree_are_those_of_an_image_that_is_written_whole()
    {
        byte[] first = Images.Write(SampleTree.Everything(), _options);
        string file = _folder.Write("image", Images.Write(SampleTree.Everything(), After(first)));
        IReadOnlyList<ByteRange> kept = [];
        VerityTree hashes = VerityTestData.Tree(File.ReadAllBytes(file));
        for (int release = 1; release <= 8; release++)
        {
            FileTree tree = Changed(SampleTree.Everything(), release);
            byte[] whole = Images.Write(tree, After(first), out SquashFsResult result);
            (hashes, IReadOnlyList<ByteRange> changes) = WriteOver(file, hashes, tree, After(first), kept);
            Assert.Equal(whole, File.ReadAllBytes(file));
            Assert.Equal(VerityTestData.Tree(whole).RootHash, hashes.RootHash);
            Assert.True(kept.Count == 0 || changes.Sum(range => range.Length) < whole.Length);
            kept = result.Kept;
        }
        Assert.NotEmpty(kept);
    }

    [Fact]
    public void What_stays_is_read_neither_from_the_base_nor_from_the_image()
    {
        byte[] first = Images.Write(ManyFiles(2000), _options);
        string file = _folder.Write("image", Images.Write(ManyFiles(2000), After(first), out SquashFsResult result));
        VerityTree hashes = VerityTestData.Tree(File.ReadAllBytes(file));
        FileTree tree = With(ManyFiles(2000), Entry.File("d7/f1007", SampleTree.Noise(-1, 500), SampleTree.Origin));
        BaseDigests known = After(first).Base!.Digests;
        // A whole block that is kept, and no file's tail of which changes.
        long at = result.Kept.Select(range => range.WholeBlocks(4096)).First(range => range.Length > 0).Start;
        byte[] rotten = [.. first];
        rotten[at] ^= 1;
        using (FileStream image = File.OpenWrite(file))
        {
            image.Position = at;
            image.WriteByte((byte)~rotten[at]);
        }
        SquashFsOptions options = _options with
        {
            Base = BaseFileSystem.Open(new MemoryStream(rotten), known, 1, CancellationToken.None),
        };
        (VerityTree after, _) = WriteOver(file, hashes, tree, options, result.Kept);
        byte[] whole = Images.Write(tree, After(first));
        Assert.Equal(VerityTestData.Tree(whole).RootHash, after.RootHash);
        byte[] bytes = File.ReadAllBytes(file);
        Assert.Equal((byte)~rotten[at], bytes[at]);
        bytes[at] = first[at];
        Assert.Equal(whole, bytes);
    }

    public void Dispose() => _folder.Dispose();

    private SquashFsOptions After(byte[] image) => _options with
    {
        Base = BaseFileSystem.Open(new MemoryStream(image), null, 2, CancellationToken.None),
    };

    private static (VerityTree Hashes, IReadOnlyList<ByteRange> Changes) WriteOver(
        string path, VerityTree earlier, FileTree tree, SquashFsOptions options, IReadOnlyList<ByteRange> kept)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        var patch = new VerityPatch(file.SafeFileHandle, earlier);
        using var stream = new VerityStream(file, VerityTestData.Parameters, 2, patch);
        SquashFsWriter.Write(tree, stream, options with { InPlace = kept });
        return (stream.Complete(), patch.Changes);
    }
}
