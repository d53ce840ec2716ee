using System.Globalization;

namespace Avocado.Benchmarks.Trees;

/// <summary>
/// A tree of small files on the host: sizes are log-normal, contents text; everything follows from the seed. No two
/// files are equal but by chance.
/// </summary>
/// <param name="Files">How many files.</param>
/// <param name="Seed">Decides sizes and contents.</param>
internal sealed record SyntheticTree(int Files, ulong Seed)
{
    private const int FilesInFolder = 100;
    private const int FoldersInFolder = 100;

    // 730 bytes in the middle, 1500 on average, a few of some 100 KiB.
    private const double MedianSize = 730;
    private const double Spread = 1.2;
    private const int MaxSize = 1 << 20;

    /// <summary>Writes it; the folder must not be there.</summary>
    public void Write(string folder)
    {
        var text = new SyntheticText(Seed);
        int folders = (Files + FilesInFolder - 1) / FilesInFolder;
        Parallel.For(0, folders, number =>
        {
            string path = Path.Combine(folder, Name("group", number / FoldersInFolder), Name("folder", number));
            Directory.CreateDirectory(path);
            var buffer = new byte[MaxSize];
            for (int i = number * FilesInFolder; i < Math.Min(Files, (number + 1) * FilesInFolder); i++)
            {
                var numbers = new SeededNumbers(Seed + (ulong)i + 1);
                double size = MedianSize * Math.Exp(Spread * numbers.Normal());
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Clamp(size, 1, MaxSize));
                text.Fill(bytes, numbers);
                File.WriteAllBytes(Path.Combine(path, Name("file", i)), bytes);
            }
        });
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:D7}");
}
