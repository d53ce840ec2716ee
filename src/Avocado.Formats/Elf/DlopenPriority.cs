namespace Avocado.Formats.Elf;

/// <summary>How much a program needs a library that it opens itself.</summary>
public enum DlopenPriority
{
    /// <summary>It does not work without.</summary>
    Required,

    /// <summary>An important feature is missing without; also what a note means that does not say.</summary>
    Recommended,

    /// <summary>A secondary feature is missing without.</summary>
    Suggested,
}
