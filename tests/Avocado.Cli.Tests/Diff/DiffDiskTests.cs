using Avocado.Cli.Diff;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Tests.Inspect;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Fat;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Diff;

/// <summary>Two disks of a device, and their parts.</summary>
[Collection(SampleKeys.Shared)]
public sealed class DiffDiskTests(SampleKeys keys) : IDisposable
{
    private const string Boot = "partition 1 (esp)";
    private const string BootImage = Boot + ", /EFI/Linux/gateway_1.0.0+3.efi";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_disk_is_identical_to_itself_built_again()
    {
        DiffReport report = Compare(new SampleDisk(keys), new SampleDisk(keys));
        Assert.True(report.Identical);
    }

    [Fact]
    public void A_changed_file_of_the_root_is_named_with_what_follows_from_it()
    {
        DiffReport report = Compare(new SampleDisk(keys), new SampleDisk(keys) { Root = ChangedRoot() });
        Assert.Equal((false, ImageKind.Disk), (report.Identical, report.Kind));
        PartDiff root = report.Parts.Single(p => p.Kind == PartKind.FileSystem && p.Files.Any(f => f.Name == "/etc/new"));
        Assert.Equal("partition 2 (gateway_1.0.0), root (x86-64)", root.Name);
        Assert.Equal("/etc/new", Assert.Single(root.Files).Name);
        Assert.Contains(root.Fields, f => f.Name == "rootHash");
        // The command line names the root hash; it is signed by the same key.
        PartDiff boot = report.Parts.Single(p => p.Name == BootImage);
        Assert.Equal([ChangeKind.Added, ChangeKind.Removed],
            boot.CommandLine.Select(w => w.Change).Order());
        Assert.All(boot.CommandLine, w => Assert.StartsWith("roothash=", w.Name, StringComparison.Ordinal));
        Assert.Empty(boot.Keys);
        Assert.Contains(boot.Sections, s => s.Name == ".cmdline");
        // What did not change is not told.
        Assert.DoesNotContain(report.Partitions, p => p.Name.Contains("factory", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Partitions, p => p.Name.Contains("_empty", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_signer_is_told_for_boot_images_and_for_root_hashes()
    {
        DiffReport report = Compare(new SampleDisk(keys), new SampleDisk(keys)
        {
            BootSigner = keys.Strange[KeyUse.SecureBoot], AppSigner = keys.Strange[KeyUse.Verity],
        });
        PartDiff boot = report.Parts.Single(p => p.Name == BootImage);
        Assert.NotEmpty(boot.Keys);
        Assert.All(boot.Keys, k => Assert.StartsWith("signed by ", k.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(boot.Sections, s => s.Name == ".linux");
        PartDiff app = report.Parts.Single(p => p.Name.Contains("/extensions/app.raw", StringComparison.Ordinal));
        Assert.Empty(app.Files);
        Assert.All(app.Keys, k => Assert.StartsWith("root hash signed by ", k.Name, StringComparison.Ordinal));
        Assert.NotEmpty(app.Keys);
    }

    [Fact]
    public void A_release_s_partitions_and_boot_images_belong_together_whatever_their_version()
    {
        DiffReport report = Compare(new SampleDisk(keys), new SampleDisk(keys) { RootLabel = "gateway_1.1.0" });
        Assert.DoesNotContain(report.Partitions, p => p.Change != ChangeKind.Changed);
        Assert.Equal(3, report.Partitions.Count(p => p.Fields.Contains(
            new FieldDiff("label", "gateway_1.0.0", "gateway_1.1.0"))));
        // The bytes of the partitions are the same.
        Assert.Empty(report.Parts);
    }

    [Fact]
    public void Boot_files_that_were_added_or_changed_are_named()
    {
        var old = new SampleDisk(keys);
        old.BootFiles.Add(new FatFile("loader/entries/a.conf", Content.Text("one")));
        var @new = new SampleDisk(keys);
        @new.BootFiles.Add(new FatFile("loader/entries/a.conf", Content.Text("other")));
        @new.BootFiles.Add(new FatFile("loader/entries/b.conf", Content.Text("two")));
        PartDiff boot = Assert.Single(Compare(old, @new).Parts);
        Assert.Equal((Boot, PartKind.BootPartition), (boot.Name, boot.Kind));
        Assert.Equal(["/loader/entries/a.conf Changed", "/loader/entries/b.conf Added"],
            boot.Files.Select(f => $"{f.Name} {f.Change}"));
    }

    [Fact]
    public void A_member_of_the_initrd_is_named()
    {
        byte[] old = new SampleDisk(keys).BootImage(Sha256Digest.Of([1]), Sha256Digest.Of([2]));
        byte[] @new = new SampleDisk(keys).BootImage(Sha256Digest.Of([1]), Sha256Digest.Of([3]));
        DiffReport report = ImageDiffer.Compare(
            _folder.Write("old.efi", old), _folder.Write("new.efi", @new), new DiffOptions(), CancellationToken.None);
        Assert.Equal(ImageKind.Efi, report.Kind);
        PartDiff initrd = report.Parts.Single(p => p.Kind == PartKind.Initrd);
        Assert.Equal("/etc/veritytab", Assert.Single(initrd.Files).Name);
        Assert.Contains(initrd.Fields, f => f.Name == "opens store");
        Assert.Empty(initrd.Keys);
    }

    [Fact]
    public void Extension_images_are_compared_with_their_signers()
    {
        string old = _folder.Write("old.raw", SampleImages.Ddi("app", SampleImages.Extension("app"), null));
        string @new = _folder.Write(
            "new.raw", SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]));
        DiffReport report = ImageDiffer.Compare(old, @new, new DiffOptions(), CancellationToken.None);
        Assert.Contains(report.Partitions, p => p.Name.Contains("signature", StringComparison.Ordinal));
        Assert.Empty(report.Parts.SelectMany(p => p.Files));
    }

    [Fact]
    public void Images_of_different_kinds_are_refused()
    {
        string disk = new SampleDisk(keys).Write(_folder["disk"]);
        string files = _folder.Write("files", SampleImages.SquashFs(SampleImages.Root()));
        AvocadoException error = Assert.Throws<AvocadoException>(
            () => ImageDiffer.Compare(disk, files, new DiffOptions(), CancellationToken.None));
        Assert.Equal(Codes.ImagesOfDifferentKinds, error.Code);
    }

    public void Dispose() => _folder.Dispose();

    internal static FileTree ChangedRoot()
    {
        var tree = new FileTreeBuilder();
        foreach (Entry entry in SampleImages.Root().Entries.Where(e => !e.Path.IsRoot))
        {
            tree.Add(entry);
        }
        SampleImages.Add(tree, "etc/new", "new");
        return tree.Build();
    }

    private DiffReport Compare(SampleDisk old, SampleDisk @new) => ImageDiffer.Compare(
        old.Write(_folder["old.img"]), @new.Write(_folder["new.img"]), new DiffOptions(), CancellationToken.None);
}
