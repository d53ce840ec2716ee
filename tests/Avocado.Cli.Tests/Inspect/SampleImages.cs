using System.Text;
using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Ddi;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Verity;
using Avocado.Signing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>Small images, made by the library as a build makes them.</summary>
internal static class SampleImages
{
    public const long SourceDate = 1_700_000_000;

    public static readonly Guid Seed = new("0f0e0d0c-0b0a-4908-8706-050403020100");

    private static readonly Origin Package = new(OriginKind.Package, "base", "1.0-1");
    private static readonly Origin OtherPackage = new(OriginKind.Package, "other", "2.0-1");

    /// <summary>A root file system with two packages, a hard link, a link and a device.</summary>
    public static FileTree Root()
    {
        var tree = new FileTreeBuilder();
        Add(tree, "usr/lib/os-release",
            "ID=sample\nVERSION_ID=13\nIMAGE_ID=gateway\nIMAGE_VERSION=1.0.0\nPRETTY_NAME=\"A sample\"\n", Package);
        var link = new LinkGroup("sample", 1);
        tree.Add(Entry.File("usr/bin/a", Content.Bytes(Noise(300_000)), Package, UnixMode.Executable) with { LinkGroup = link });
        tree.Add(Entry.File("usr/bin/b", Content.Bytes(Noise(300_000)), Package, UnixMode.Executable) with { LinkGroup = link });
        tree.Add(Entry.File("usr/share/text", Content.Bytes(Noise(5000)), OtherPackage));
        tree.Add(Entry.SymbolicLink("usr/bin/c", "a", OtherPackage));
        tree.Add(Entry.Directory("etc", Package));
        return tree.Build();
    }

    /// <summary>An extension's file system.</summary>
    public static FileTree Extension(string name)
    {
        var tree = new FileTreeBuilder();
        Add(tree, "usr/lib/extension-release.d/extension-release." + name, "ID=sample\nVERSION_ID=13\n", Package);
        tree.Add(Entry.File("usr/bin/" + name, Content.Bytes(Noise(20_000)), Package, UnixMode.Executable));
        return tree.Build();
    }

    public static void Add(FileTreeBuilder tree, string path, string text, Origin? origin = null) =>
        tree.Add(Entry.File(UnixPath.Parse(path), Content.Text(text), origin ?? Package));

    /// <summary>A SquashFS image.</summary>
    public static byte[] SquashFs(FileTree tree) => SquashFs(tree, out _);

    public static byte[] SquashFs(FileTree tree, out SquashFsResult result)
    {
        using var stream = new MemoryStream();
        var options = new SquashFsOptions { Codec = new ZlibCodec(1), SourceDate = SourceDate, Threads = 1 };
        result = SquashFsWriter.Write(tree, stream, options);
        return stream.ToArray();
    }

    /// <summary>The hash tree of an image.</summary>
    public static VerityTree Verity(byte[] data, string part)
    {
        SeededIds ids = new SeededIds(Seed).For(part);
        return VerityTree.Compute(new MemoryStream(data), data.Length,
            new VerityParameters(ids.VeritySalt, ids.VerityId), 1, CancellationToken.None);
    }

    /// <summary>An extension image, signed when there is a key.</summary>
    public static byte[] Ddi(string name, FileTree tree, ISigner? signer)
    {
        byte[] data = SquashFs(tree);
        VerityTree hashes = Verity(data, name);
        return Bytes(new DdiWriter(new DdiContents
        {
            Architecture = PartitionTypes.X64,
            Ids = new SeededIds(Seed).For(name),
            Data = new BytesSegment(data),
            RootHash = hashes.RootHash,
            HashTree = hashes,
            Signature = signer is null ? null : VeritySigner.Sign(signer, hashes.RootHash),
            Label = name,
        }));
    }

    public static byte[] Bytes(ISegment segment)
    {
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        segment.WriteTo(output, CancellationToken.None);
        output.Complete();
        return stream.ToArray();
    }

    /// <summary>Bytes that do not compress and always are the same.</summary>
    public static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The offset at which some bytes first stand.</summary>
    public static int IndexOf(byte[] image, string text) => image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
}
