namespace Avocado.Cli.Inspect.Model;

/// <summary>A SquashFS file system.</summary>
internal sealed record FileSystemReport
{
    /// <summary>Such as "gzip".</summary>
    public required string Compressor { get; init; }

    /// <summary>Bytes of a data block, uncompressed.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Bytes of the file system.</summary>
    public required long Size { get; init; }

    public required long Inodes { get; init; }

    public required long Fragments { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>What it holds; null when its compressor is none that this tool reads.</summary>
    public ContentReport? Content { get; init; }
}
