using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Inspect;

/// <summary>
/// Where in the file an inspector stands, what it may trust, and the one list of findings that all of them fill.
/// </summary>
internal sealed class InspectionScope
{
    private readonly List<Finding> _findings;
    private readonly List<Note> _notes;
    private readonly string _where;

    public InspectionScope(InspectionOptions options, CancellationToken cancellation)
        : this(options, [], [], "", isNested: false, new ReadingBudget(), cancellation)
    {
    }

    private InspectionScope(
        InspectionOptions options, List<Finding> findings, List<Note> notes, string where, bool isNested,
        ReadingBudget budget, CancellationToken cancellation)
    {
        Options = options;
        _findings = findings;
        _notes = notes;
        _where = where;
        IsNested = isNested;
        Budget = budget;
        Cancellation = cancellation;
    }

    public InspectionOptions Options { get; }

    public TrustStore Trust => Options.Trust;

    /// <summary>True inside of an image that lies in another one: no images are looked for there.</summary>
    public bool IsNested { get; }

    /// <summary>How much may still be unpacked.</summary>
    public ReadingBudget Budget { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What is bad so far.</summary>
    public ImmutableArray<Finding> Findings => [.. _findings];

    /// <summary>What was not looked at so far.</summary>
    public ImmutableArray<Note> Notes => [.. _notes];

    /// <summary>The scope of a part.</summary>
    public InspectionScope In(string part, bool isNested = false) => new(
        Options, _findings, _notes, _where.Length == 0 ? part : $"{_where}, {part}", IsNested || isNested, Budget,
        Cancellation);

    /// <summary>This scope with another set of certificates.</summary>
    public InspectionScope With(TrustStore trust) => new(
        Options with { Trust = trust }, _findings, _notes, _where, IsNested, Budget, Cancellation);

    /// <summary>Something is bad.</summary>
    public void Report(Verdict verdict, string message, string? code = null) =>
        _findings.Add(new Finding(verdict, _where, message, code));

    /// <summary>Something was not looked at.</summary>
    public void Note(string message) => _notes.Add(new Note(_where, message));

    /// <summary>A failure: features that are not read are noted, everything else is damage.</summary>
    public void Report(AvocadoException error)
    {
        if (error.Code == Codes.UnsupportedFormat || error.Code == Codes.FileTooSparse)
        {
            Note(error.Message);
        }
        else
        {
            Report(Verdict.Damaged, error.Message, error.Code.Id);
        }
    }

    /// <summary>Runs an inspection; a failure is reported and gives null.</summary>
    public T? Try<T>(Func<T?> inspect)
        where T : class
    {
        try
        {
            return inspect();
        }
        catch (AvocadoException error)
        {
            Report(error);
            return null;
        }
    }
}
