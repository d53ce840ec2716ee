using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>We read what mksquashfs writes.</summary>
public sealed class MksquashfsImageTests
{
    [ToolTheory("mksquashfs", "stat")]
    [InlineData("")]
    [InlineData("-comp zstd -Xcompression-level 3")]
    [InlineData("-comp zstd -Xcompression-level 22 -b 1M")]
    [InlineData("-b 4096")]
    [InlineData("-b 1M -always-use-fragments")]
    [InlineData("-no-fragments -no-duplicates")]
    [InlineData("-noI -noX -noId")]
    [InlineData("-noD -noF -nopad")]
    [InlineData("-noI -noD -noF -noX -noId -no-exports -no-sparse")]
    [InlineData("-Xcompression-level 1 -Xwindow-size 9 -Xstrategy default,fixed,huffman_only")]
    public void Images_of_any_options_are_read_as_the_folder_they_were_made_from(string options)
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        FileTree source = HostFolder.ReadTree(folder["source"]);
        byte[] image = Make(folder, options);
        Assert.Equal(Images.Describe(source), Images.Describe(Images.Open(image).ToTree(SampleTree.Origin)));
    }

    [ToolFact("mksquashfs")]
    public void Devices_and_owners_of_pseudo_files_are_read()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        folder.Write("pseudo", """
            dev d 755 0 0
            dev/null c 666 0 5 1 3
            dev/disk b 660 0 6 259 70000
            dev/pipe i 600 7 8 f
            dev/sock i 640 7 8 s
            made f 640 1000 1001 printf made-by-mksquashfs
            """u8);
        SquashFsReader reader = Images.Open(Make(folder, $"-pf {folder["pseudo"]} -all-time 5 -force-uid 12"));
        Assert.Equal(new DeviceNumber(1, 3), reader.Find("dev/null")!.Device);
        Assert.Equal(new DeviceNumber(259, 70000), reader.Find("dev/disk")!.Device);
        Assert.Equal(EntryKind.Fifo, reader.Find("dev/pipe")!.Kind);
        Assert.Equal(EntryKind.Socket, reader.Find("dev/sock")!.Kind);
        SquashFsEntry made = reader.Find("made")!;
        Assert.Equal((UnixMode.Octal(640), 1001u), (made.Mode, made.Gid));
        using var text = new StreamReader(reader.OpenFile(made));
        Assert.Equal("made-by-mksquashfs", text.ReadToEnd());
        Assert.All(reader.ReadEntries(), e => Assert.Equal(5, e.ModificationTime));
    }

    [ToolFact("mksquashfs")]
    public void An_image_that_was_appended_to_is_read()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        Make(folder, "");
        folder.Write("more/added", "added"u8);
        ForeignTool.Run("mksquashfs", folder["more"], folder["image"], "-no-progress", "-quiet");
        SquashFsReader reader = Images.Open(File.ReadAllBytes(folder["image"]));
        Assert.Equal("added", new StreamReader(reader.OpenFile(reader.Find("added")!)).ReadToEnd());
        Assert.NotNull(reader.Find("folder/deep/file"));
    }

    [ToolTheory("mksquashfs")]
    [InlineData("xz")]
    [InlineData("lz4")]
    [InlineData("lzo")]
    public void An_image_of_another_compressor_is_refused_by_its_name(string compressor)
    {
        using var folder = new TemporaryFolder();
        folder.Write("source/file", "text"u8);
        byte[] image = Make(folder, "-comp " + compressor);
        AvocadoException error = Assert.Throws<AvocadoException>(() => Images.Open(image));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
        Assert.Contains(compressor, error.Message, StringComparison.Ordinal);
    }

    [ToolFact("mksquashfs", "unsquashfs")]
    public void Our_image_is_not_larger_than_that_of_mksquashfs()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        FileTree source = HostFolder.ReadTree(folder["source"]);
        byte[] ours = Images.Write(source);
        Assert.InRange(ours.Length, 1, Make(folder, "").Length * 1.005);
    }

    private static byte[] Make(TemporaryFolder folder, string options)
    {
        string[] arguments = [folder["source"], folder["image"], "-noappend", "-no-progress", "-quiet",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        ForeignTool.Run("mksquashfs", arguments);
        return File.ReadAllBytes(folder["image"]);
    }

    /// <summary>What any user may make in a folder; attributes only where the file system has them.</summary>
    private static void Fill(TemporaryFolder folder)
    {
        foreach (int size in (int[])[0, 1, 4095, 4096, 131072, 131073, 300_000])
        {
            folder.Write($"source/sizes/text-{size}", SampleTree.Text(size).ReadAll());
            folder.Write($"source/sizes/noise-{size}", SampleTree.Noise(size, size).ReadAll());
            folder.Write($"source/sizes/again-{size}", SampleTree.Noise(size, size).ReadAll());
        }
        for (int i = 0; i < 300; i++)
        {
            folder.Write($"source/many/{i:D4}-{new string('n', i % 200)}", SampleTree.Text(i % 300).ReadAll());
        }
        folder.Write("source/folder/deep/file", "deep"u8);
        folder.Write("source/a/b", "1"u8);
        folder.Write("source/a-b", "2"u8);
        folder.Write("source/" + new string('x', 255), "3"u8);
        Directory.CreateDirectory(folder["source/empty"]);
        File.CreateSymbolicLink(folder["source/link"], new string('t', 4000));
        ForeignTool.Run("ln", folder["source/a-b"], folder["source/linked"]);
        ForeignTool.Run("ln", folder["source/a-b"], folder["source/folder/linked"]);
        using (FileStream sparse = File.Create(folder["source/sparse"]))
        {
            sparse.SetLength(3_000_000);
            sparse.Position = 1_500_000;
            sparse.WriteByte(1);
        }
        byte[] value = SampleTree.Text(500).ReadAll();
        HostXattr.TrySet(folder["source/a/b"], "user.one", [1]);
        HostXattr.TrySet(folder["source/a/b"], "user.long", value);
        HostXattr.TrySet(folder["source/linked"], "user.long", value);
        HostXattr.TrySet(folder["source/empty"], "user.long", value);
        HostXattr.TrySet(folder["source/folder"], "user.none", []);
        HostXattr.TrySet(folder["source/folder/deep/file"], "trusted.root", [2]);
    }
}
