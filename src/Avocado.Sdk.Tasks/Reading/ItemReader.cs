using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>One item of the project with typed access to its metadata; mistakes are reported at their place.</summary>
internal sealed class ItemReader(ReadingContext context, string itemType, ITaskItem item)
{
    private SourceLocation? _location;

    /// <summary>The item's Include.</summary>
    public string Name => item.ItemSpec;

    /// <summary>Such as "FeedPackage".</summary>
    public string Type => itemType;

    /// <summary>Where the project has the item.</summary>
    public SourceLocation Location => _location ??= context.Locator.Item(item, itemType);

    /// <summary>Where the project has the last item of this kind and name, when there are several.</summary>
    public SourceLocation LastLocation => context.Locator.Item(item, itemType, last: true);

    /// <summary>Where the project has one of its metadata.</summary>
    public SourceLocation LocationOf(string metadata) => context.Locator.Item(item, itemType, metadata);

    public void Report(DiagnosticCode code, params object?[] arguments) =>
        context.Found.Add(code, Location, arguments);

    public void ReportAt(string metadata, DiagnosticCode code, params object?[] arguments) =>
        context.Found.Add(code, LocationOf(metadata), arguments);

    /// <summary>Reports metadata outside the list: a misspelt name would be ignored.</summary>
    public void Allow(IReadOnlyCollection<string> known)
    {
        foreach (string name in item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                ReportAt(name, Codes.UnknownMetadata, itemType, name, Nearest.Suggest(name, known));
            }
        }
    }

    /// <summary>The metadata's text, or null when it is absent or empty.</summary>
    public string? Text(string metadata) => item.GetMetadata(metadata) is { Length: > 0 } text ? text : null;

    /// <summary>The metadata as the project writes it, without MSBuild's unescaping: for URIs.</summary>
    public string? EscapedText(string metadata)
    {
        string text = item is ITaskItem2 escaped
            ? escaped.GetMetadataValueEscaped(metadata)
            : item.GetMetadata(metadata);
        return text.Length > 0 ? text : null;
    }

    /// <summary>As <see cref="Text"/>; its absence is reported.</summary>
    public string? RequiredText(string metadata, string what)
    {
        string? text = Text(metadata);
        if (text is null)
        {
            Report(Codes.MissingValue, itemType, Name, what);
        }
        return text;
    }

    /// <summary>Words with ';' between them.</summary>
    public ImmutableArray<string> List(string metadata) => Words.Split(item.GetMetadata(metadata));

    /// <summary>"true" or "false".</summary>
    public bool Flag(string metadata, bool fallback)
    {
        string? text = Text(metadata);
        if (text is null)
        {
            return fallback;
        }
        if (bool.TryParse(text, out bool value))
        {
            return value;
        }
        ReportAt(metadata, Codes.BadValue, $"{metadata} of {itemType} '{Name}'", text, "true or false");
        return fallback;
    }

    /// <summary>Reports a name that cannot be used on the device; true when it can.</summary>
    public bool Named(NameRule rule, string what)
    {
        if (rule.Allows(Name))
        {
            return true;
        }
        Report(Codes.BadName, what, Name, rule.Description);
        return false;
    }

    /// <summary>Into: the name of one of the project's extensions, or null for the root file system.</summary>
    public string? Into(IReadOnlyCollection<string> extensions)
    {
        string? into = Text("Into");
        if (into is not null && !extensions.Contains(into, StringComparer.Ordinal))
        {
            ReportAt("Into", Codes.UnknownExtension, itemType, Name, into, Nearest.Suggest(into, extensions));
        }
        return into;
    }

    /// <summary>The item's path as a full path that exists, or null after reporting that it does not.</summary>
    public string? ExistingPath(string what, Func<string, bool> exists) => Existing(Name, Location, what, exists);

    /// <summary>The full path in a metadata, or null after reporting that it is absent or names nothing.</summary>
    public string? ExistingFile(string metadata, string what) =>
        RequiredText(metadata, what) is { } path
            ? Existing(path, LocationOf(metadata), what, File.Exists)
            : null;

    private string? Existing(string path, SourceLocation place, string what, Func<string, bool> exists)
    {
        string full = context.FullPath(path);
        if (exists(full))
        {
            return full;
        }
        context.Found.Add(Codes.MissingInput, place, itemType, Name, what, full);
        return null;
    }
}
