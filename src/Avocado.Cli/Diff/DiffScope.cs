using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Diff;

/// <summary>Where in both images a comparison stands, and the lists that all of them fill.</summary>
internal sealed class DiffScope
{
    public DiffScope(DiffOptions options, CancellationToken cancellation)
        : this(options, [], [], "", isNested: false, cancellation)
    {
    }

    private DiffScope(
        DiffOptions options, List<PartDiff> parts, List<Note> notes, string where, bool isNested,
        CancellationToken cancellation)
    {
        Options = options;
        Parts = parts;
        Notes = notes;
        Where = where;
        IsNested = isNested;
        Cancellation = cancellation;
    }

    public DiffOptions Options { get; }

    /// <summary>What was compared so far and differs.</summary>
    public List<PartDiff> Parts { get; }

    /// <summary>What was not looked at so far.</summary>
    public List<Note> Notes { get; }

    /// <summary>True inside of an image that lies in another one: no images are looked for there.</summary>
    public bool IsNested { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>The part's name.</summary>
    public string Where { get; }

    /// <summary>The scope of a part.</summary>
    public DiffScope In(string part, bool isNested = false) => new(
        Options, Parts, Notes, Where.Length == 0 ? part : $"{Where}, {part}", IsNested || isNested, Cancellation);

    /// <summary>Something was not looked at.</summary>
    public void Note(string message)
    {
        var note = new Note(Where, message);
        if (!Notes.Contains(note))
        {
            Notes.Add(note);
        }
    }

    /// <summary>Something of one image was not looked at.</summary>
    public void Note(ImageSide side, string message) => Note($"{side.Which}: {message}");

    /// <summary>Adds a part when something was found.</summary>
    public void Add(PartDiff part)
    {
        if (!part.IsEmpty)
        {
            Parts.Add(part);
        }
    }

    /// <summary>Has a part inspected without certificates; what is bad or was not read becomes a note.</summary>
    /// <param name="side">The image that it is a part of.</param>
    /// <param name="inspect">Inspects it.</param>
    /// <param name="isWhole">True for an image that has no other part: what is bad is an error.</param>
    /// <exception cref="AvocadoException">AVO0705: the whole image is bad.</exception>
    public T Inspect<T>(ImageSide side, Func<InspectionScope, T> inspect, bool isWhole = false)
    {
        var scope = new InspectionScope(new InspectionOptions(), Cancellation);
        T report = inspect(scope);
        if (isWhole && scope.Findings.FirstOrDefault() is { } finding)
        {
            throw Codes.ImageNotCompared.Error(side.Name, finding.Message);
        }
        foreach (string message in scope.Findings.Select(f => f.Message).Concat(scope.Notes.Select(n => n.Message)))
        {
            Note(side, message);
        }
        return report;
    }
}
