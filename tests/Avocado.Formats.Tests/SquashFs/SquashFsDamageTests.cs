using System.Buffers.Binary;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Tests.Harness;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>What is no image, or was made to harm, is refused with a typed error in bounded memory.</summary>
public sealed class SquashFsDamageTests
{
    /// <summary>A damaged size may let a file seem longer; the tests do not read on for ever.</summary>
    private const long ReadLimit = 8 << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_truncated_image_is_refused(bool compressed)
    {
        byte[] image = Small(compressed);
        var run = new DamageRun(image, i => ReadAll(i, compressed));
        run.Truncate();
        // Only the padding is missing where the image is still read.
        Assert.InRange(run.Accepted, 0, 3);
        Assert.True(run.Refused > 600);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_flipped_bit_gives_an_error_or_a_right_answer(bool compressed)
    {
        byte[] image = Small(compressed);
        SquashFsHeader header = SquashFsHeader.Read(image);
        var run = new DamageRun(image, i => ReadAll(i, compressed));
        run.FlipBits(400, 0, SquashFsHeader.Size).FlipBits(600, (int)header.InodeTable, (int)header.BytesUsed);
        run.FlipBits(200).Overwrite(600, (int)header.InodeTable, (int)header.BytesUsed);
        run.Overwrite(300, 0, SquashFsHeader.Size);
        Assert.True(run.Refused > 300);
    }

    [Fact]
    public void Any_extreme_value_in_the_superblock_gives_an_error_or_a_right_answer()
    {
        byte[] image = Small(compressed: false);
        ulong used = SquashFsHeader.Read(image).BytesUsed;
        ulong[] values = [0, 1, 95, 96, used - 1, used, used + 1, uint.MaxValue, long.MaxValue, 1UL << 63,
            ulong.MaxValue - 1, ulong.MaxValue];
        int refused = 0;
        // From the root's reference on, all fields have 64 bits.
        for (int field = 32; field < SquashFsHeader.Size; field += sizeof(ulong))
        {
            foreach (ulong value in values)
            {
                byte[] bad = (byte[])image.Clone();
                BinaryPrimitives.WriteUInt64LittleEndian(bad.AsSpan(field), value);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    ReadAll(bad, compressed: false);
                }
                catch (AvocadoException)
                {
                    refused++;
                }
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
            }
        }
        Assert.True(refused > 80);
    }

    [Fact]
    public void Tables_that_change_places_are_refused()
    {
        byte[] image = Small(compressed: false);
        int[] tables = [48, 56, 64, 72, 80, 88];
        foreach (int a in tables)
        {
            foreach (int b in tables.Where(b => b > a))
            {
                byte[] bad = (byte[])image.Clone();
                image.AsSpan(a, sizeof(ulong)).CopyTo(bad.AsSpan(b));
                image.AsSpan(b, sizeof(ulong)).CopyTo(bad.AsSpan(a));
                Assert.Throws<DamagedFormatException>(() => ReadAll(bad, compressed: false));
            }
        }
    }

    [Fact]
    public void A_directory_that_contains_itself_is_refused()
    {
        byte[] image = Stored(Entry.Directory("inner", SampleTree.Origin), Entry.Directory("other", SampleTree.Origin));
        SquashFsReader reader = Images.Open(image);
        PointAt(image, reader, "inner", reader.Root);
        AssertDamaged(image, "in itself or in two places");
    }

    [Fact]
    public void A_directory_in_two_places_is_refused()
    {
        byte[] image = Stored(Entry.Directory("inner", SampleTree.Origin), Entry.Directory("other", SampleTree.Origin));
        SquashFsReader reader = Images.Open(image);
        PointAt(image, reader, "other", reader.Find("inner")!);
        AssertDamaged(image, "in itself or in two places");
    }

    [Fact]
    public void Listings_that_share_their_bytes_are_refused_before_they_multiply()
    {
        // 400 empty folders are given the first run of the one that has 4,000 names.
        Entry[] folders = [.. Enumerable.Range(0, 400).Select(i => Entry.Directory($"e{i:D3}", SampleTree.Origin))];
        Entry[] names = [.. Enumerable.Range(0, 4000).Select(i => Fifo($"full/{i:D4}{new string('n', 100)}"))];
        byte[] image = Stored([.. folders, .. names]);
        SquashFsReader reader = Images.Open(image);
        DirectoryBody full = reader.Find("full")!.Directory;
        DirectoryHeader run = DirectoryHeader.Read(image.AsSpan(
            Position(reader.Header.DirectoryTable, full.Listing)));
        uint length = (uint)(DirectoryHeader.Size + (run.Count * (DirectoryItem.Size + 104)));
        var body = new byte[DirectoryBody.BasicSize];
        foreach (SquashFsEntry folder in reader.ReadEntries().Where(e => e.Path.Bytes.StartsWith("e"u8)).ToArray())
        {
            // One that lies over the end of a block stays empty.
            if (folder.Inode.Offset + InodeHeader.Size + body.Length <= SquashFsFormat.MetadataSize)
            {
                var writer = new FieldWriter(body);
                (folder.Directory with { Length = length + SquashFsFormat.DirectorySizeBias, Listing = full.Listing })
                    .Write(ref writer, false);
                body.CopyTo(image, Position(reader.Header.InodeTable, folder.Inode) + InodeHeader.Size);
            }
        }
        Assert.True(Images.Open(image).Find($"e001/0001{new string('n', 100)}") is not null);
        AssertDamaged(image, "more names than the directory table holds");
    }

    [Fact]
    public void A_path_longer_than_Linux_takes_is_refused()
    {
        UnixPath parent = string.Join('/', Enumerable.Repeat(new string('d', 255), 14));
        UnixPath folder = parent / UnixPath.Parse(new string('d', 255));
        // 66 names, so that the byte behind the last folder's listing is the letter 'A'; and one folder to the end, so
        // that the listings are not longer than their table before.
        byte[] image = Stored([Fifo("z/z"), Fifo(folder / UnixPath.Parse(new string('z', 254))),
            .. Enumerable.Range(0, 65).Select(i => Fifo(parent / UnixPath.Parse($"{i}")))]);
        SquashFsReader reader = Images.Open(image);
        SquashFsEntry last = reader.Find(folder)!;
        int item = Position(reader.Header.DirectoryTable, last.Directory.Listing) + DirectoryHeader.Size;
        (DirectoryItem.Read(image.AsSpan(item)) with { NameLength = 255 }).Write(image.AsSpan(item));
        var body = new byte[DirectoryBody.BasicSize];
        var writer = new FieldWriter(body);
        (last.Directory with { Length = last.Directory.Length + 1 }).Write(ref writer, false);
        body.CopyTo(image, Position(reader.Header.InodeTable, last.Inode) + InodeHeader.Size);
        AssertDamaged(image, "a path of 4095 bytes");
    }

    [Fact]
    public void A_walk_ends_when_there_are_more_names_than_any_image_has()
    {
        var walk = new SquashFsWalk(0, maxNames: 2);
        walk.CountName();
        walk.CountName();
        Assert.Equal(Codes.UnsupportedFormat, Assert.Throws<AvocadoException>(walk.CountName).Code);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("./")]
    [InlineData("a/")]
    [InlineData("a\0")]
    public void A_name_that_leaves_its_directory_is_refused(string name)
    {
        byte[] image = Stored(Entry.File("xy", SampleTree.Text(3), SampleTree.Origin));
        int at = image.AsSpan().LastIndexOf("xy"u8);
        System.Text.Encoding.UTF8.GetBytes(name).CopyTo(image, at);
        AssertDamaged(image, "leave its directory");
    }

    [Fact]
    public void Names_out_of_order_or_twice_are_refused()
    {
        foreach (string second in (string[])["aa", "ab"])
        {
            byte[] image = Stored(
                Entry.File("ab", SampleTree.Text(3), SampleTree.Origin),
                Entry.File("ac", SampleTree.Text(4), SampleTree.Origin));
            int at = image.AsSpan().LastIndexOf("ac"u8);
            System.Text.Encoding.UTF8.GetBytes(second).CopyTo(image, at);
            AssertDamaged(image, "not in order");
        }
    }

    [Fact]
    public void A_file_that_claims_more_bytes_than_it_can_have_costs_nothing()
    {
        byte[] image = Stored(Entry.File("f", SampleTree.Noise(1, 200_000), SampleTree.Origin));
        SquashFsReader reader = Images.Open(image);
        SquashFsEntry file = reader.Find("f")!;
        int body = Position(reader.Header.InodeTable, file.Inode) + InodeHeader.Size;
        // The basic form's length is its last field.
        BinaryPrimitives.WriteUInt32LittleEndian(
            image.AsSpan(body + FileBody.BasicSize - sizeof(uint)), uint.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertDamaged(image, "but not so many blocks");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void An_attribute_value_that_is_a_reference_to_itself_ends()
    {
        var attribute = new ExtendedAttribute("user.long", SampleTree.Text(100).ReadAll());
        byte[] image = Stored(
            Entry.File("a", SampleTree.Text(3), SampleTree.Origin) with { Attributes = [attribute] },
            Entry.File("b", SampleTree.Text(4), SampleTree.Origin) with
            {
                Attributes = [attribute, new ExtendedAttribute("user.z", new byte[1])],
            });
        Assert.Equal(attribute, Images.Open(image).Find("b")!.Attributes[0]);
        // The second "long" has a reference of eight bytes behind its length; let it refer to that length.
        int start = (int)BinaryPrimitives.ReadUInt64LittleEndian(
            image.AsSpan((int)SquashFsHeader.Read(image).AttributeTable));
        int length = image.AsSpan().LastIndexOf("long"u8) + "long".Length;
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(length + sizeof(uint)),
            (ulong)(length - start - SquashFsFormat.MetadataHeaderSize));
        Assert.Equal(sizeof(ulong), Images.Open(image).Find("b")!.Attributes[0].Value.Length);
    }

    private static void AssertDamaged(byte[] image, string message)
    {
        DamagedFormatException error =
            Assert.Throws<DamagedFormatException>(() => ReadAll(image, compressed: false));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Lets a name of the root, whose inodes are in one block, mean another inode.</summary>
    private static void PointAt(byte[] image, SquashFsReader reader, string name, SquashFsEntry target)
    {
        int at = image.AsSpan().LastIndexOf(System.Text.Encoding.UTF8.GetBytes(name)) - DirectoryItem.Size;
        uint first = reader.ReadEntries().Skip(1).First().InodeNumber;
        new DirectoryItem((ushort)target.Inode.Offset, (short)(target.InodeNumber - first), InodeType.Directory,
            name.Length).Write(image.AsSpan(at));
        Assert.Equal(target.InodeNumber, Images.Open(image).Find(name)!.InodeNumber);
    }

    /// <summary>Where a reference into a table of stored blocks points, in the image.</summary>
    private static int Position(ulong table, MetadataReference reference) =>
        (int)table + (int)reference.Block + SquashFsFormat.MetadataHeaderSize + reference.Offset;

    private static Entry Fifo(UnixPath path) =>
        new() { Path = path, Kind = EntryKind.Fifo, Mode = 0, Origin = SampleTree.Origin };

    private static byte[] Stored(params Entry[] entries) =>
        Images.Write(Tree(entries), Images.Options with { Codec = new StoringCodec() });

    private static FileTree Tree(Entry[] entries)
    {
        var builder = new FileTreeBuilder();
        Array.ForEach(entries, builder.Add);
        return builder.Build();
    }

    /// <summary>Every kind of inode and table in some ten kilobytes.</summary>
    private static byte[] Small(bool compressed)
    {
        var builder = new FileTreeBuilder();
        foreach (Entry entry in SampleTree.Everything().Entries.Where(e => e.Content.Size < 5000))
        {
            if (!entry.Path.IsIn("many") || entry.Path.Bytes.EndsWith("7n"u8))
            {
                builder.Add(entry);
            }
        }
        builder.Add(Entry.File("large", SampleTree.Text(20_000), SampleTree.Origin));
        return Images.Write(builder.Build(), Images.Options with
        {
            BlockSize = 4096,
            TailPacking = true,
            Codec = compressed ? new ZlibStreamCodec() : new StoringCodec(),
        });
    }

    private static void ReadAll(byte[] image, bool compressed)
    {
        SquashFsReader reader = SquashFsReader.Open(new MemoryStream(image, writable: false),
            compressed ? new ZlibStreamCodec() : new StoringCodec());
        var buffer = new byte[4096];
        long left = ReadLimit;
        foreach (SquashFsEntry entry in reader.ReadEntries())
        {
            if (entry.Kind == EntryKind.File)
            {
                using Stream stream = reader.OpenFile(entry);
                for (int read = 1; read > 0 && left > 0; left -= read)
                {
                    read = stream.Read(buffer);
                }
            }
        }
    }
}
