using System.Collections.Immutable;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>MSBuild's lists in one text.</summary>
internal static class Words
{
    /// <summary>The words between ';', without empty ones.</summary>
    public static ImmutableArray<string> Split(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
