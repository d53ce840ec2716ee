using Avocado.Formats.Compression;
using Avocado.Images.Model;
using Avocado.Signing;

namespace Avocado.Benchmarks.Commands;

/// <summary>What the commands that make images share.</summary>
internal sealed record BuildSettings(ImageProject Project, int Threads, string? KeyFolder)
{
    // Ids and salts derive from it: any fixed value gives the same image every time.
    private static readonly Guid Seed = new("7c36f0a4-3f4c-4f5c-9c3b-6f0e6b5d2a11");
    private const long SourceDate = 1_750_000_000;

    /// <summary>Reads --codec, --level, --block-size, --threads and --keys.</summary>
    public static BuildSettings Read(CommandOptions options)
    {
        int level = options.Number("--level", -1);
        BlockCodec codec = CodecCatalog.Create(options.Find("--codec") ?? "gzip", level < 0 ? null : level);
        var project = new ImageProject
        {
            ProjectFile = "benchmark.csproj",
            Board = new Board { Name = "x86_64-uefi", Architecture = Architecture.X64, BootFlow = "uefi" },
            ImageId = "benchmark",
            ImageVersion = "1.0.0",
            Seed = Seed,
            SourceDate = SourceDate,
        };
        project = project with
        {
            BlockSize = options.Number("--block-size", project.BlockSize),
            Compression = new ImageCompression(codec.Name, codec.Level),
        };
        return new BuildSettings(
            project, options.Number("--threads", Environment.ProcessorCount), options.Find("--keys"));
    }

    /// <summary>The keys to sign with; null when the image stays unsigned.</summary>
    public DevelopmentKeySet? OpenKeys() => KeyFolder is null ? null : DevelopmentKeys.Open(KeyFolder);
}
