namespace Avocado.Files.Diagnostics;

/// <summary>
/// An expected failure: it has a code, says what is wrong and what to do, and is shown without a stack trace.
/// </summary>
public class AvocadoException : Exception
{
    public AvocadoException(
        DiagnosticCode code, string message, SourceLocation? location = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code = code;
        Location = location;
    }

    /// <summary>The kind of mistake.</summary>
    public DiagnosticCode Code { get; }

    /// <summary>The place in the user's files, where it is known.</summary>
    public SourceLocation? Location { get; }
}
