using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Tests.Pe;

/// <summary>Ways to hold the same bytes, and to get a segment's.</summary>
internal static class Segment
{
    public static byte[] ToArray(ISegment segment)
    {
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        segment.WriteTo(output, CancellationToken.None);
        output.Complete();
        Assert.Equal(segment.Length, stream.Length);
        return stream.ToArray();
    }

    /// <summary>The bytes as a host file, and as a slice of one whose stream cannot seek.</summary>
    public static (Content File, Content Slice) OnDisk(string folder, string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        string sliced = path + ".slice";
        File.WriteAllBytes(sliced, [1, 2, 3, .. bytes, 4]);
        return (HostFileContent.Of(path), new SliceContent(sliced, 3, bytes.Length, null));
    }
}
