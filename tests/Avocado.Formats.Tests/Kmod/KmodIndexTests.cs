using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;

namespace Avocado.Formats.Tests.Kmod;

public class KmodIndexTests
{
    private static readonly KmodIndexEntry[] Entries =
    [
        new("", "empty", 9),
        new("a", "1", 0),
        new("abc", "2", 1),
        new("abcd", "3", 2),
        new("abd", "4", 3),
        new("pci:v*d*", "5", 4),
        new("pci:v*d*", "6", 7),
        new("~", "7", 5),
    ];

    [Fact]
    public void What_was_written_is_read_back_in_order()
    {
        Assert.Equal(Entries, new KmodIndexReader(Write(Entries)).ReadAll());
    }

    [Fact]
    public void The_order_of_adding_does_not_matter()
    {
        byte[] expected = Write(Entries);
        var random = new Random(3);
        for (int i = 0; i < 20; i++)
        {
            KmodIndexEntry[] shuffled = [.. Entries];
            random.Shuffle(shuffled);
            Assert.Equal(expected, Write(shuffled));
        }
    }

    [Fact]
    public void An_index_without_keys_is_read() =>
        Assert.Empty(new KmodIndexReader(new KmodIndexWriter().ToArray()).ReadAll());

    [Theory]
    [InlineData("not ascii \u00e9")]
    [InlineData("nul \0")]
    public void A_key_that_kmod_cannot_look_up_is_refused(string key) =>
        Assert.Throws<DamagedFormatException>(() => new KmodIndexWriter().Add(key, "m", 0));

    [Fact]
    public void A_truncated_index_is_refused()
    {
        byte[] file = Write(Entries);
        // The root is last: without its end nothing can be read.
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<DamagedFormatException>(() => new KmodIndexReader(cut).ReadAll().Count());
        }
    }

    [Fact]
    public void Flipped_bits_give_a_result_or_a_typed_error()
    {
        byte[] good = Write(Entries);
        var random = new Random(12);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bad = [.. good];
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.InRange(new KmodIndexReader(bad).ReadAll().Count(), 0, bad.Length);
            }
            catch (AvocadoException)
            {
                // Refused: as good as read.
            }
        }
    }

    [Fact]
    public void A_node_that_contains_itself_is_refused()
    {
        // Root with one child, 'a', which is the root: magic, version, root at 12 with children, 'a', 'a', the child.
        byte[] file =
        [
            0xB0, 0x07, 0xF4, 0x57, 0x00, 0x02, 0x00, 0x01, 0x20, 0x00, 0x00, 0x0C,
            (byte)'a', (byte)'a', 0x20, 0x00, 0x00, 0x0C,
        ];

        var error = Assert.Throws<DamagedFormatException>(() => new KmodIndexReader(file).ReadAll().Count());
        Assert.Contains("reached twice", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(IEnumerable<KmodIndexEntry> entries)
    {
        var writer = new KmodIndexWriter();
        foreach (KmodIndexEntry entry in entries)
        {
            writer.Add(entry.Key, entry.Value, entry.Priority);
        }
        return writer.ToArray();
    }
}
