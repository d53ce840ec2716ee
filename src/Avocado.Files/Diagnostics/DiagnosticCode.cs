using System.Globalization;

namespace Avocado.Files.Diagnostics;

/// <summary>One kind of mistake: its number, what it says and what to do about it.</summary>
/// <param name="Id">"AVO" and four digits; never reused.</param>
/// <param name="Format">The message, a composite format string: what is wrong and what to do, in one sentence or two.</param>
/// <param name="Cause">For the documentation: what usually causes it.</param>
/// <param name="Remedy">For the documentation: what to do.</param>
public sealed record DiagnosticCode(string Id, string Format, string Cause, string Remedy)
{
    /// <summary>An error of this kind.</summary>
    public AvocadoException Error(params object?[] arguments) => new(this, Message(arguments));

    /// <summary>An error of this kind at a place in the user's files.</summary>
    public AvocadoException ErrorAt(SourceLocation? location, params object?[] arguments) =>
        new(this, Message(arguments), location);

    /// <summary>The message with its arguments.</summary>
    public string Message(params object?[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, Format, arguments);
}
