using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>A partition that firmware reads.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Label">The file system's label.</param>
/// <param name="Files">Its files in byte order of their paths.</param>
internal sealed record BootPartitionReport(int Partition, string Label, ImmutableArray<BootFileReport> Files);
