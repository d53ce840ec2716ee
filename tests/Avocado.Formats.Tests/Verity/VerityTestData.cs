using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Tests.Verity;

/// <summary>Data and trees for the verity tests.</summary>
internal static class VerityTestData
{
    public static SeededIds Ids { get; } = new(Guid.Parse("11111111-2222-3333-4444-555555555555"));

    public static VerityParameters Parameters { get; } = new(Ids.VeritySalt, Ids.VerityId);

    /// <summary>The same pseudo-random bytes for the same length.</summary>
    public static byte[] Data(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static VerityTree Tree(byte[] data, VerityParameters? parameters = null, int threads = 1)
    {
        using var stream = new MemoryStream(data, writable: false);
        return VerityTree.Compute(stream, data.Length, parameters ?? Parameters, threads, CancellationToken.None);
    }

    public static byte[] Bytes(ISegment segment)
    {
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        segment.WriteTo(output, CancellationToken.None);
        output.Complete();
        Assert.Equal(segment.Length, stream.Length);
        return stream.ToArray();
    }
}
