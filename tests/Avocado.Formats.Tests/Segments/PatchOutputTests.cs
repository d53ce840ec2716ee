using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Testing;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Formats.Tests.Segments;

/// <summary>What is written over an earlier image is the new image.</summary>
public sealed class PatchOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Any_layout_over_any_other_is_what_it_is_on_an_empty_file()
    {
        string path = _folder["image"];
        IReadOnlyList<ByteRange> earlier = [];
        for (int seed = 0; seed < 40; seed++)
        {
            (byte[] expected, List<ByteRange> data) = Layout(seed);
            using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            var output = new PatchOutput(file, earlier);
            Write(output, expected, data);
            earlier = output.Data;
            var written = new byte[RandomAccess.GetLength(file)];
            RandomAccess.Read(file, written, 0);
            Assert.Equal(expected, written);
        }
    }

    [Fact]
    public void The_same_again_writes_nothing_and_a_change_writes_its_surroundings()
    {
        var image = new byte[1_000_000];
        new Random(3).NextBytes(image);
        List<ByteRange> all = [new ByteRange(0, image.Length)];
        using SafeFileHandle file = File.OpenHandle(_folder["image"], FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Assert.Equal(image.Length, Written(all));
        Assert.Equal(0, Written(all));
        image[500_000] ^= 1;
        Assert.InRange(Written(all), 1, 1 << 16);

        long Written(List<ByteRange> data)
        {
            var output = new PatchOutput(file, all);
            Write(output, image, data);
            return output.Written;
        }
    }

    [Fact]
    public void Parts_are_recognised_by_place_and_content_and_stay_as_they_are()
    {
        Sha256Digest one = Sha256Digest.Of("one"u8), two = Sha256Digest.Of("two"u8);
        using SafeFileHandle file = File.OpenHandle(_folder["image"], FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var first = new PatchOutput(file, []);
        first.Write(new byte[100]);
        first.Write("part"u8);
        first.Note(100, one);
        first.Skip(50);
        first.Complete();

        var second = new PatchOutput(file, first.Data, first.Parts);
        Assert.False(second.Has(one));
        second.Write(new byte[100]);
        Assert.False(second.Has(two));
        Assert.True(second.Has(one));
        second.Keep(2);
        second.Write("st"u8);
        second.Note(100, two);
        second.Skip(50);
        second.Complete();
        Assert.Equal([new ByteRange(0, 104)], second.Data);
        Assert.Equal([new PatchPart(new ByteRange(100, 4), two)], second.Parts);
        Assert.Equal(2, second.Written);
        var written = new byte[154];
        Assert.Equal(written.Length, RandomAccess.Read(file, written, 0));
        Assert.Equal("past"u8, written.AsSpan(100, 4));
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(PatchOutput output, byte[] image, List<ByteRange> data)
    {
        foreach (ByteRange range in data)
        {
            output.Skip(range.Start - output.Position);
            for (long at = range.Start; at < range.End; at += 70_001)
            {
                output.Write(image.AsSpan((int)at, (int)Math.Min(70_001, range.End - at)));
            }
        }
        output.Skip(image.Length - output.Position);
        output.Complete();
        Assert.Equal(image.Length, output.Position);
    }

    private static (byte[] Image, List<ByteRange> Data) Layout(int seed)
    {
        var random = new Random(seed);
        var image = new byte[random.Next(1, 900_000)];
        var data = new List<ByteRange>();
        for (int at = random.Next(100_000); at < image.Length; at += random.Next(1, 200_000))
        {
            int length = Math.Min(image.Length - at, random.Next(1, 150_000));
            random.NextBytes(image.AsSpan(at, length));
            data.Add(new ByteRange(at, length));
            at += length;
        }
        return (image, data);
    }
}
