using Avocado.Files.Diagnostics;

namespace Avocado.Sdk.Tasks.Diagnostics;

/// <summary>Collects what is wrong with a project, so that one build shows all of it.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<AvocadoException> _errors = [];

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<AvocadoException> Errors => _errors;

    public void Add(DiagnosticCode code, SourceLocation? location, params object?[] arguments) =>
        _errors.Add(code.ErrorAt(location, arguments));
}
