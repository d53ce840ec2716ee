using System.Globalization;
using Avocado.Images.Apps.Tools;
using Avocado.Packages.Caching;

namespace Avocado.Images.Apps.Trimming;

/// <summary>Everything that decides what the trimmer writes, as it was when it was read.</summary>
public sealed class TrimInputs : ToolInputs
{
    private const string Step = "trim";
    private const int Version = 1;

    private TrimInputs(TrimmerCommand command, ActionKey key, IReadOnlyList<ReadFile> files) : base(key, files)
    {
        Command = command;
        // Numbers stand for names: an assembly may have any.
        Outputs = [.. command.Outputs.Select((name, i) => new ToolOutput(
            string.Create(CultureInfo.InvariantCulture, $"assembly-{i}"), Path.Combine(command.OutputFolder, name)))];
    }

    /// <summary>What the trimmer is told.</summary>
    public TrimmerCommand Command { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<ToolOutput> Outputs { get; }

    /// <summary>Assemblies that nothing uses are left out.</summary>
    internal override bool NeedsAllOutputs => false;

    /// <inheritdoc/>
    internal override ToolWarning? ForAll(ToolWarning warning) =>
        Path.IsPathRooted(warning.File) && File.Exists(warning.File) ? null : warning;

    /// <summary>Reads all files.</summary>
    /// <param name="command">What the trimmer is told.</param>
    /// <param name="tool">The folder that the trimmer itself lies in.</param>
    /// <param name="threads">How many files are read at a time.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static TrimInputs Read(TrimmerCommand command, string tool, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        string[] parts = [.. Directory.GetFiles(tool).Order(StringComparer.Ordinal)];
        ReadFile[] files = ReadAll(
            [.. parts, .. command.Arguments.Select(a => a.File).OfType<string>()], threads, cancellation);
        ActionKeyBuilder key = BeginKey(Step, Version);
        int next = 0;
        foreach (string part in parts)
        {
            key.Add("tool", Path.GetFileName(part)).Add("content", files[next++].Digest);
        }
        foreach (TrimmerArgument argument in command.Arguments)
        {
            key.Add("argument", argument.Text);
            if (argument.File is not null)
            {
                key.Add("content", files[next++].Digest);
            }
        }
        return new TrimInputs(command, key.ToKey(), files);
    }
}
