using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Trees;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Files.Serialization;
using Avocado.Formats.SquashFs;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>File systems and extension images on their own.</summary>
[Collection(SampleKeys.Shared)]
public sealed class InspectFileSystemTests(SampleKeys keys) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Hard_links_count_as_files_and_once_in_bytes()
    {
        ContentReport content = Inspect(SampleImages.SquashFs(SampleImages.Root()), new InspectionOptions())
            .Volume!.FileSystem!.Content!;
        Assert.Equal((4, 6, 1, 0), (content.Files, content.Folders, content.Links, content.Others));
        Assert.Equal(SampleImages.Root().ContentSize, content.Size);
        Assert.Equal(["/usr/bin", "/usr/share", "/usr/lib"], content.ByFolder.Select(f => f.Name));
    }

    [Fact]
    public void Sizes_by_package_come_from_the_tree_that_fits()
    {
        byte[] image = SampleImages.SquashFs(SampleImages.Root(), out SquashFsResult result);
        SaveTree("root.tree", SampleImages.Root(), result);
        SaveTree("app.tree", SampleImages.Extension("app"), null);
        var options = new InspectionOptions { Trees = TreeCatalog.Load(_folder.Path), ListFiles = true };
        ContentReport content = Inspect(image, options).Volume!.FileSystem!.Content!;
        Assert.Equal("root.tree", content.Tree);
        Assert.Equal(
            [("package base 1.0-1", 3), ("package other 2.0-1", 1)], content.ByPackage!.Value.Select(p => (p.Name, p.Files)));
        Assert.Equal(content.Size, content.ByPackage.Value.Sum(p => p.Size));
        // Every stored byte of every file belongs to somebody, once.
        long stored = result.Files.Where(f => f.StoredLength > 0).DistinctBy(f => f.Start).Sum(f => f.StoredLength)
            + result.Fragments.Sum(f => (long)f.StoredLength);
        Assert.InRange(content.ByPackage.Value.Sum(p => p.StoredSize!.Value), stored - 2, stored + 2);
        Assert.Equal("package other 2.0-1", content.Paths!.Value.Single(p => p.Path == "/usr/share/text").Origin);
        Assert.Equal("a", content.Paths.Value.Single(p => p.Path == "/usr/bin/c").Target);

        Assert.Null(Inspect(SampleImages.SquashFs(SampleImages.Extension("tools")), options)
            .Volume!.FileSystem!.Content!.ByPackage);
    }

    [Fact]
    public void A_tree_that_is_not_there_is_an_error_with_a_code() =>
        Assert.Equal("AVO0703", Assert.Throws<AvocadoException>(() => TreeCatalog.Load(_folder["none"])).Code.Id);

    [Fact]
    public void An_extension_image_is_named_and_verified()
    {
        byte[] image = SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]);
        InspectionReport report = Inspect(image, keys.Trust(KeyUse.Verity));
        Assert.Empty(report.Findings);
        Assert.Equal(ImageKind.Ddi, report.Kind);
        VolumeReport volume = Assert.Single(report.Disk!.Volumes);
        Assert.Equal("app", volume.Extension!.Name);
        Assert.Equal("sample", volume.Extension.Fields["ID"]);
        Assert.Equal((Verdict.Ok, Verdict.Ok), (volume.Verity!.Verdict, volume.Verity.Signature!.Verdict));
    }

    [Fact]
    public void Another_key_or_none_is_told_apart()
    {
        FileTree tree = SampleImages.Extension("app");
        InspectionOptions trust = keys.Trust(KeyUse.Verity);
        Assert.Equal(Verdict.UnknownSigner, Inspect(SampleImages.Ddi("app", tree, keys.Strange[KeyUse.Verity]), trust).Verdict);
        Assert.Equal(Verdict.NotSigned, Inspect(SampleImages.Ddi("app", tree, null), trust).Verdict);
        Assert.Equal(Verdict.NotSigned, Inspect(SampleImages.SquashFs(tree), trust).Verdict);
        Assert.Equal(Verdict.Ok, Inspect(SampleImages.Ddi("app", tree, null), new InspectionOptions()).Verdict);
    }

    [ToolFact("veritysetup")]
    public void The_root_hash_is_the_one_that_veritysetup_accepts()
    {
        byte[] image = SampleImages.Ddi("app", SampleImages.Extension("app"), null);
        DiskReport disk = Inspect(image, new InspectionOptions()).Disk!;
        string[] parts = [.. disk.Partitions.Select(p =>
            _folder.Write($"part{p.Number}", image.AsSpan((int)p.Offset, (int)p.Size)))];
        ForeignTool.Run("veritysetup", "verify", parts[0], parts[1], disk.Volumes[0].Verity!.RootHash!);
    }

    [Fact]
    public void A_file_that_claims_more_than_any_image_holds_is_not_unpacked()
    {
        var tree = new FileTreeBuilder();
        const long Huge = 9L << 30;
        tree.Add(Entry.File("hole.raw", new DelegatedContent(Huge, null, () => new Zeros(Huge)), Origin.Generated("test")));
        byte[] image = SampleImages.SquashFs(tree.Build());
        InspectionReport report = Inspect(image, new InspectionOptions());
        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.Equal(2, report.Notes.Length);
        Assert.Equal(Huge, report.Volume!.FileSystem!.Content!.Size);
    }

    [Theory]
    [InlineData("empty", 0)]
    [InlineData("text", 100)]
    public void What_is_no_image_is_reported_with_a_code(string name, int length)
    {
        string path = _folder.Write(name, new byte[length]);
        InspectionReport report = ImageInspector.Inspect(path, new InspectionOptions(), CancellationToken.None);
        Assert.Equal((ImageKind.Unknown, "AVO0701"), (report.Kind, Assert.Single(report.Findings).Code));
    }

    [Fact]
    public void A_folder_without_db_is_an_error_with_a_code() =>
        Assert.Equal("AVO0702", Assert.Throws<AvocadoException>(() => TrustStore.Load([], _folder.Path)).Code.Id);

    [Fact]
    public void Damaged_extension_images_are_reported_whatever_is_wrong_with_them() => DamageInput.Run(
        _folder, SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]),
        keys.Trust(KeyUse.Verity), headers: 20_480 + 96);

    [Fact]
    public void Damaged_file_systems_are_reported_whatever_is_wrong_with_them() => DamageInput.Run(
        _folder, SampleImages.SquashFs(SampleImages.Extension("app")), new InspectionOptions(), headers: 96);

    public void Dispose() => _folder.Dispose();

    private InspectionReport Inspect(byte[] image, InspectionOptions options) =>
        ImageInspector.Inspect(_folder.Write("image", image), options, CancellationToken.None);

    private void SaveTree(string name, FileTree tree, SquashFsResult? result)
    {
        var extents = (result?.Files ?? []).ToDictionary(
            f => f.Path,
            f => (System.Collections.Immutable.ImmutableArray<FileExtent>)
            [
                .. f.StoredLength > 0 ? new[] { new FileExtent(f.Start, f.StoredLength) } : [],
                .. f.Fragment >= 0
                    ? new[]
                    {
                        new FileExtent(result!.Fragments[f.Fragment].Start, result.Fragments[f.Fragment].StoredLength,
                            f.FragmentOffset),
                    }
                    : [],
            ]);
        new FileTreeFile(tree, extents).Save(_folder[name]);
    }
}
