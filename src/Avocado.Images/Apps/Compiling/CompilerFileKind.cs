namespace Avocado.Images.Apps.Compiling;

/// <summary>How a file of the compiler's is read.</summary>
internal enum CompilerFileKind
{
    /// <summary>Its bytes are all there is to know.</summary>
    Bytes,

    /// <summary>A source, which can make the compiler read files that no argument names.</summary>
    Source,

    /// <summary>Settings of analyzers, which .NET's build writes the project's folder into.</summary>
    Configuration,
}
