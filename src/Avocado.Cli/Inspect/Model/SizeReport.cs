namespace Avocado.Cli.Inspect.Model;

/// <summary>How much of a file system something takes.</summary>
/// <param name="Name">A folder, or a package with its version.</param>
/// <param name="Files">How many files.</param>
/// <param name="Size">Their bytes, unpacked.</param>
/// <param name="StoredSize">
/// Their bytes as stored; shared blocks are divided by the files' sizes. Null when that is not known.
/// </param>
internal sealed record SizeReport(string Name, int Files, long Size, long? StoredSize = null);
