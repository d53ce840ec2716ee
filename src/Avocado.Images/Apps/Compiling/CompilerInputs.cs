using System.Globalization;
using System.Text;
using Avocado.Images.Apps.Tools;
using Avocado.Packages.Caching;

namespace Avocado.Images.Apps.Compiling;

/// <summary>Everything that decides what the C# compiler writes, as it was when it was read.</summary>
/// <remarks>
/// The project's folder is no part of the key when the compiler is told to write another in its place (/pathmap), and all
/// files whose paths it writes or gives to analyzers lie in it. What it made is looked through for folders all the same:
/// a generator may write anything.
/// </remarks>
public sealed class CompilerInputs : ToolInputs
{
    private const string Step = "compile";
    private const int Version = 1;

    // The compiler's own; what else lies beside it belongs to other languages and to its server.
    private static readonly string[] s_parts =
    [
        "csc.deps.json", "csc.dll", "csc.runtimeconfig.json", "Microsoft.CodeAnalysis.CSharp.dll",
        "Microsoft.CodeAnalysis.dll",
    ];

    private readonly CompilerCommand _command;

    private CompilerInputs(CompilerCommand command, ActionKey key, IReadOnlyList<ReadFile> files) : base(key, files) =>
        _command = command;

    /// <inheritdoc/>
    internal override IReadOnlyList<ToolOutput> Outputs => _command.Outputs;

    /// <inheritdoc/>
    internal override bool NeedsAllOutputs => true;

    /// <summary>Reads all files.</summary>
    /// <param name="arguments">What the compiler is told, one argument each, without quotes.</param>
    /// <param name="project">Full path of the project's folder, which relative paths start from.</param>
    /// <param name="tool">The folder that the compiler lies in.</param>
    /// <param name="threads">How many files are read at a time.</param>
    /// <returns>Null when there is an argument or a source whose effect is not known here.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static CompilerInputs? TryRead(
        IEnumerable<string> arguments, string project, string tool, int threads, CancellationToken cancellation) =>
        CompilerCommand.TryParse(arguments, project) is { } command
            ? Read(command, tool, threads, cancellation)
            : null;

    private static CompilerInputs? Read(
        CompilerCommand command, string tool, int threads, CancellationToken cancellation)
    {
        ProjectPlace place = command.Place;
        HashSet<string> sources = Files(command, CompilerFileKind.Source);
        HashSet<string> configurations = command.IsForAnyPlace ? Files(command, CompilerFileKind.Configuration) : [];
        bool hasDocumentation = command.Outputs.Any(o => o.Name == "doc");
        bool isKnown = true;
        byte[]? Adapt(string path)
        {
            if (configurations.Contains(path))
            {
                return place.Hide(File.ReadAllBytes(path));
            }
            if (!sources.Contains(path))
            {
                return null;
            }
            byte[] source = File.ReadAllBytes(path);
            if (SourceText.MayReadFiles(source, hasDocumentation))
            {
                Volatile.Write(ref isKnown, false);
            }
            return source;
        }
        ReadFile[] files = ReadAll(
            [.. s_parts.Select(p => Path.Combine(tool, p)), .. command.Arguments.Select(a => a.File).OfType<string>()],
            threads,
            cancellation,
            Adapt);
        if (!isKnown)
        {
            return null;
        }
        ActionKeyBuilder key = BeginKey(Step, Version).Add("language", Language(command, tool));
        int next = 0;
        foreach (string part in s_parts)
        {
            key.Add("tool", part).Add("content", files[next++].Digest);
        }
        if (!command.IsForAnyPlace)
        {
            key.Add("place", place.Folder);
        }
        foreach (CompilerArgument argument in command.Arguments)
        {
            key.Add("argument", command.IsForAnyPlace ? place.Hide(argument.Text) : argument.Text);
            if (argument.File is not null)
            {
                key.Add("content", files[next++].Digest);
            }
        }
        return new CompilerInputs(command, key.ToKey(), files);
    }

    /// <inheritdoc/>
    internal override bool OutputsAreForAll()
    {
        if (!_command.IsForAnyPlace)
        {
            return true;
        }
        byte[][] folders = [.. Folders.SelectMany(
            f => (byte[][])[Encoding.UTF8.GetBytes(f), Encoding.Unicode.GetBytes(f)])];
        return !Outputs.Select(o => File.ReadAllBytes(o.Path))
            .Any(bytes => folders.Any(f => bytes.AsSpan().IndexOf(f) >= 0));
    }

    /// <inheritdoc/>
    internal override ToolWarning? ForAll(ToolWarning warning)
    {
        if (!_command.IsForAnyPlace)
        {
            return warning;
        }
        ToolWarning shared = warning with
        {
            File = warning.File is { } file ? _command.Place.Hide(file) : null,
            Message = _command.Place.Hide(warning.Message),
        };
        string text = $"{shared.File}\n{shared.Message}";
        return Folders.Any(f => text.Contains(f, StringComparison.Ordinal)) ? null : shared;
    }

    /// <inheritdoc/>
    internal override ToolWarning ForThisClone(ToolWarning warning) => warning with
    {
        File = warning.File is { } file ? _command.Place.Show(file) : null,
        Message = _command.Place.Show(warning.Message),
    };

    // The root of a file system is in every path, and tells nothing.
    private IEnumerable<string> Folders =>
        _command.Folders.Append(_command.Place.Folder).Where(f => Path.GetPathRoot(f) != f);

    private static HashSet<string> Files(CompilerCommand command, CompilerFileKind kind) =>
        [.. command.Arguments.Where(a => a.File is not null && a.Kind == kind).Select(a => a.File!)];

    /// <summary>The language that the compiler words its warnings in; empty for its own.</summary>
    private static string Language(CompilerCommand command, string tool)
    {
        try
        {
            CultureInfo culture =
                command.Language is { } name ? CultureInfo.GetCultureInfo(name) : CultureInfo.CurrentUICulture;
            while (culture.Name.Length > 0 && !Directory.Exists(Path.Combine(tool, culture.Name)))
            {
                culture = culture.Parent;
            }
            return culture.Name;
        }
        catch (CultureNotFoundException)
        {
            // The compiler, in the same environment, does not know it either.
            return "";
        }
    }
}
