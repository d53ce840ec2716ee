using Avocado.Files.Diagnostics;
using Avocado.Formats.Tests.Compression;

namespace Avocado.Formats.Tests.Tar;

public class TarDamageTests
{
    private const int Block = 512;

    private static TarBuilder Sample => new TarBuilder()
        .Entry('5', "./", "", (100, "0000755"))
        .Entry('0', "./file", "content")
        .Entry('L', "././@LongLink", new string('n', 120) + "\0")
        .Entry('0', "./cut", "more")
        .Pax('x', ("path", "./other"), ("SCHILY.xattr.user.a", "b"), ("mtime", "1.5"))
        .Entry('2', "./link", "", (157, "target"));

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] archive = Sample.End();
        Assert.Equal(4, TarText.Describe(archive).Count);
        Damage.EveryTruncationIsRefused(archive, cut => TarText.Describe(cut));
        Damage.EveryTruncationIsRefused(archive, cut => TarText.Describe(new TrickleStream(cut)));
    }

    [Fact]
    public void Every_flipped_bit_of_a_header_is_refused_or_of_no_meaning()
    {
        byte[] archive = new TarBuilder().Entry('0', "./file").End();
        List<string> right = TarText.Describe(archive);
        int refused = 0;
        for (int bit = 0; bit < 8 * Block; bit++)
        {
            byte[] changed = [.. archive];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // The spaces and leading zeros around the checksum itself have no meaning.
                Assert.Equal(right, TarText.Describe(changed));
            }
            catch (DamagedFormatException)
            {
                refused++;
            }
        }
        Assert.True(refused > 8 * (Block - 8), $"only {refused}");
    }

    [Fact]
    public void Random_changes_are_survived()
    {
        Damage.RandomChangesAreSurvived(Sample.End(), 2000, a => TarText.Describe(a));
    }

    [Fact]
    public void Random_changes_under_a_right_checksum_are_survived()
    {
        byte[] archive = Sample.End();
        Damage.RandomChangesAreSurvived(archive, 2000, changed =>
        {
            for (int block = 0; block < changed.Length; block += Block)
            {
                // Blocks that were headers become headers again.
                if (archive[block + 257] == 'u')
                {
                    byte[] header = TarBuilder.WithChecksum(changed[block..(block + Block)]);
                    header.CopyTo(changed, block);
                }
            }
            TarText.Describe(changed);
        });
    }

    [Fact]
    public void Names_that_leave_the_archive_are_refused()
    {
        byte[][] archives =
        [
            new TarBuilder().Entry('0', "../x").End(),
            new TarBuilder().Entry('0', "a/../../x").End(),
            new TarBuilder().Entry('5', "a/..").End(),
            new TarBuilder().Entry('1', "a", "", (157, "../x")).End(),
            new TarBuilder().Entry('L', "l", "a/../x").Entry('0', "fine").End(),
            new TarBuilder().Pax('x', ("path", "a/../x")).Entry('0', "fine").End(),
            new TarBuilder().Pax('x', ("linkpath", "..")).Entry('1', "fine").End(),
            new TarBuilder().Entry('0', "x", "", (345, "a/..")).End(),
        ];
        foreach (byte[] archive in archives)
        {
            var error = Assert.Throws<AvocadoException>(() => TarText.Describe(archive));
            Assert.Equal(Codes.BadPath, error.Code);
        }
    }

    [Fact]
    public void Hostile_headers_are_refused()
    {
        byte[][] archives =
        [
            new TarBuilder().Entry('0', "").End(),
            new TarBuilder().Entry('2', "link").End(),
            new TarBuilder().Entry('1', "link").End(),
            new TarBuilder().Entry('0', "x", "", (124, "99999999999")).End(),
            new TarBuilder().Entry('0', "x", "", (124, "77777777777")).End(),
            new TarBuilder().Entry('0', "x", "", (124, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")).End(),
            new TarBuilder().Entry('0', "x", "", (124, "\x80\0\0\0\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF")).End(),
            new TarBuilder().Entry('0', "x", "", (124, "\x80\0\0\x01\0\0\0\0\0\0\0\0")).End(),
            new TarBuilder().Entry('0', "x", "", (108, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")).End(),
            new TarBuilder().Pax('x', ("size", "-1")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("size", "99999999999999999999999")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("size", "1e9")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("uid", "4294967296")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("path", "a\0b")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("SCHILY.xattr.", "v")).Entry('0', "x").End(),
            new TarBuilder().Pax('x', ("LIBARCHIVE.xattr.user.x", "*")).Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "99 path=x\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "0 path=x\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "-9 path=x\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "path=x\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "9 path=xy\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "5 =x\n").Entry('0', "x").End(),
            new TarBuilder().Entry('x', "pax", "", (124, "00010000000")).Entry('0', "x").End(),
            new TarBuilder().Entry('L', "long", "", (124, "00010000000")).Entry('0', "x").End(),
            new TarBuilder().Entry('L', "long", "name").End(),
            new TarBuilder().Pax('x', ("path", "y")).End(),
            new TarBuilder().Entry('0', "a").Raw(new byte[Block]).Entry('0', "b").End(),
        ];
        foreach (byte[] archive in archives)
        {
            Assert.Throws<DamagedFormatException>(() => TarText.Describe(archive));
        }
    }

    [Fact]
    public void What_the_reader_does_not_know_is_refused_by_name()
    {
        byte[][] archives =
        [
            new TarBuilder().Entry('S', "sparse").End(),
            new TarBuilder().Entry('M', "volume").End(),
            new TarBuilder().Entry('?', "strange").End(),
            new TarBuilder().Pax('x', ("GNU.sparse.major", "1")).Entry('0', "sparse").End(),
        ];
        foreach (byte[] archive in archives)
        {
            var error = Assert.Throws<AvocadoException>(() => TarText.Describe(archive));
            Assert.Equal(Codes.UnsupportedFormat, error.Code);
        }
    }

    [Fact]
    public void Endless_extended_headers_are_refused_in_bounded_memory()
    {
        var inRow = new TarBuilder();
        for (int i = 0; i < 100; i++)
        {
            inRow.Pax('x', ("comment", "again"));
        }
        Assert.Throws<DamagedFormatException>(() => TarText.Describe(inRow.Entry('0', "x").End()));

        var global = new TarBuilder();
        for (int i = 0; i < 20; i++)
        {
            global.Pax('g', ($"key{i}", new string('x', 500_000))).Entry('0', "x");
        }
        Assert.Throws<DamagedFormatException>(() => TarText.Describe(global.End()));
    }

    [Fact]
    public void A_large_size_in_a_small_archive_costs_nothing()
    {
        byte[] archive = new TarBuilder().Entry('0', "x", "", (124, "77777777777")).End();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DamagedFormatException>(() => TarText.Describe(new TrickleStream(archive)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
