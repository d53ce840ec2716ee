namespace Avocado.Packages.Caching;

/// <summary>
/// The form of a stored result: the message ActionResult of the Remote Execution API v2 in Protocol Buffers' encoding,
/// because caches for builds (bazel-remote) check what is put below ac/ and keep the blobs that it names.
/// </summary>
/// <remarks>
/// Used are output_files (2) with path (1) and digest (2: hash 1, size_bytes 2), sorted by path; execution_metadata (9)
/// with worker (1), which names step and version; and stdout_raw (5), which holds the seal: SHA-256 over the key and
/// every byte of the other fields. The seal finds damage and a result that lies under another step's key.
/// </remarks>
internal static class ActionResultFields
{
    public const byte OutputFile = (2 << 3) | LengthDelimited;
    public const byte Seal = (5 << 3) | LengthDelimited;
    public const byte Metadata = (9 << 3) | LengthDelimited;

    public const byte Path = (1 << 3) | LengthDelimited;
    public const byte Digest = (2 << 3) | LengthDelimited;
    public const byte Hash = (1 << 3) | LengthDelimited;
    public const byte Size = 2 << 3;
    public const byte Worker = (1 << 3) | LengthDelimited;

    /// <summary>The first word of worker. Without a worker bazel-remote would write its own into the message.</summary>
    public const string WorkerName = "avocado-sdk";

    /// <summary>What a result may have at most, in bytes.</summary>
    public const int MaxSize = 2 << 20;

    private const byte LengthDelimited = 2;
}
