namespace Avocado.Cli.Diff.Model;

/// <summary>One property that differs.</summary>
/// <param name="Name">Which.</param>
/// <param name="Old">Its old value; null when it had none, or when values would say nothing.</param>
/// <param name="New">Its new value.</param>
internal sealed record FieldDiff(string Name, string? Old = null, string? New = null);
