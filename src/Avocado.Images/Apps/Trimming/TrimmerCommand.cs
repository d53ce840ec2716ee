using System.Collections.Immutable;

namespace Avocado.Images.Apps.Trimming;

/// <summary>
/// What .NET's trimmer is told to do, read from its response file: one option and its values a line. Only what is known
/// here is taken: an option that reads another file, or runs other code, could not be seen in the result's key.
/// </summary>
public sealed record TrimmerCommand
{
    private const string Reference = "-reference";
    private const string Root = "-a";
    private const string Descriptor = "-x";
    private const string Output = "-out";
    private const string Skip = "--action skip ";

    /// <summary>Options whose values are words and name no file.</summary>
    private static readonly HashSet<string> s_plain = new(StringComparer.Ordinal)
    {
        "--action", "--disable-opt", "--enable-opt", "--feature", "--keep-metadata", "--notrimwarn", "--nowarn",
        "--preserve-symbol-paths", "--singlewarn", "--singlewarn-", "--skip-unresolved", "--trim-mode", "--warn",
        "--warnaserror", "--warnaserror-",
    };

    private TrimmerCommand(ImmutableArray<TrimmerArgument> arguments, ImmutableArray<string> outputs, string folder)
    {
        Arguments = arguments;
        Outputs = outputs;
        OutputFolder = folder;
    }

    /// <summary>Everything but the output folder, in the order given: the first of two assemblies of a name wins.</summary>
    public ImmutableArray<TrimmerArgument> Arguments { get; }

    /// <summary>Names of the files that the trimmer may write; it leaves out assemblies that nothing uses.</summary>
    public ImmutableArray<string> Outputs { get; }

    /// <summary>Full path of the folder that it writes into.</summary>
    public string OutputFolder { get; }

    /// <summary>Reads a response file.</summary>
    /// <param name="text">What is in it.</param>
    /// <param name="start">The folder that relative paths start from.</param>
    /// <returns>Null when it has an option whose effect is not known here.</returns>
    public static TrimmerCommand? TryParse(string text, string start)
    {
        ArgumentNullException.ThrowIfNull(text);
        var arguments = ImmutableArray.CreateBuilder<TrimmerArgument>();
        var outputs = new List<string>();
        string? folder = null;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string option = line.Split(' ')[0];
            (string? value, string after) = Unquote(line[option.Length..]);
            switch (option)
            {
                case Output when value is not null && after.Length == 0 && folder is null:
                    folder = Path.GetFullPath(value, start);
                    break;
                case Reference or Descriptor when value is not null && after.Length == 0:
                    arguments.Add(File(option, value, start));
                    if (option == Reference)
                    {
                        outputs.Add(Path.GetFileName(value));
                    }
                    break;
                case Root when value is not null && !after.Contains(' ', StringComparison.Ordinal):
                    // An assembly's name, or the path of one.
                    arguments.Add(HasPath(value) ? File(Root, value, start, after) : new TrimmerArgument(line));
                    break;
                default:
                    if (!IsPlain(line))
                    {
                        return null;
                    }
                    arguments.Add(new TrimmerArgument(line));
                    if (line.StartsWith(Skip, StringComparison.Ordinal))
                    {
                        string name = line[Skip.Length..].Trim('"');
                        outputs.RemoveAll(o => Path.GetFileNameWithoutExtension(o) == name);
                    }
                    break;
            }
        }
        string[] names = [.. outputs.Distinct(StringComparer.OrdinalIgnoreCase)];
        // Two of a name, or none at all, is nothing that an app's publish gives.
        return folder is null || names.Length != outputs.Count || names.Length == 0
            ? null
            : new TrimmerCommand(arguments.DrainToImmutable(), [.. names], folder);
    }

    private static TrimmerArgument File(string option, string path, string start, string after = "") =>
        new($"{option} \"{Path.GetFileName(path)}\" {after}".TrimEnd(), Path.GetFullPath(path, start));

    private static bool HasPath(string value) => value.AsSpan().IndexOfAny('/', '\\') >= 0;

    private static bool IsPlain(string line) =>
        !HasPath(line) && line.StartsWith('-')
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"'))
            .All(word => !(word.StartsWith('-') || word.StartsWith('@')) || s_plain.Contains(word));

    /// <summary>The first value of a line, which has to be quoted, and what follows it.</summary>
    private static (string? Value, string After) Unquote(string text)
    {
        string trimmed = text.Trim();
        int end = trimmed.StartsWith('"') ? trimmed.IndexOf('"', 1) : -1;
        return end > 1 ? (trimmed[1..end], trimmed[(end + 1)..].Trim()) : (null, "");
    }
}
