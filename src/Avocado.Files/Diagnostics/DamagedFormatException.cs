namespace Avocado.Files.Diagnostics;

/// <summary>Bytes from outside that do not follow their format.</summary>
public sealed class DamagedFormatException : AvocadoException
{
    /// <param name="format">The format's name, such as "SquashFS".</param>
    /// <param name="what">What is wrong, with the offset where it helps.</param>
    public DamagedFormatException(string format, string what)
        : base(Codes.DamagedFormat, Codes.DamagedFormat.Message(format, what)) => Format = format;

    /// <summary>The format's name.</summary>
    public string Format { get; }
}
