namespace Avocado.Benchmarks.Micro;

/// <summary>
/// The bytes that every kernel works on: pieces of 64 KiB from all over a folder's files, 8 MiB together, so that no
/// kind of file decides alone.
/// </summary>
internal static class Corpus
{
    /// <summary>Bytes of the corpus; what MB/s counts.</summary>
    public const int Size = 8 << 20;

    private const int PieceSize = 64 << 10;

    private static readonly Lazy<byte[]> All = new(Read);

    /// <summary>Where its files are: those of this machine's .NET unless the command line says otherwise.</summary>
    public static string Folder { get; set; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The bytes.</summary>
    public static byte[] Bytes => All.Value;

    /// <summary>The bytes as blocks.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Blocks(int size)
    {
        for (int i = 0; i < Size; i += size)
        {
            yield return Bytes.AsMemory(i, Math.Min(size, Size - i));
        }
    }

    private static byte[] Read()
    {
        FileInfo[] files =
        [
            .. new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(f => f.LinkTarget is null && f.Length >= PieceSize).OrderBy(f => f.FullName, StringComparer.Ordinal),
        ];
        long pieces = files.Sum(f => f.Length / PieceSize);
        const int wanted = Size / PieceSize;
        if (pieces < wanted)
        {
            throw new ArgumentException($"{Folder} has less than {Size >> 20} MiB of files for a corpus");
        }
        var bytes = new byte[Size];
        long piece = 0;
        int taken = 0;
        foreach (FileInfo file in files)
        {
            using FileStream stream = file.OpenRead();
            for (long i = 0; i < file.Length / PieceSize; i++, piece++)
            {
                // Evenly spread: the n-th piece is taken when n of the wanted ones lie at or before it.
                if (taken < wanted && piece >= taken * pieces / wanted)
                {
                    stream.Position = i * PieceSize;
                    stream.ReadExactly(bytes, taken++ * PieceSize, PieceSize);
                }
            }
        }
        return bytes;
    }
}
