namespace Avocado.Images.Linking;

/// <summary>Why a program cannot start.</summary>
public enum MissingKind
{
    /// <summary>A library that it names is not there.</summary>
    Library,

    /// <summary>The loader that runs it is not there.</summary>
    Interpreter,

    /// <summary>The file itself is damaged.</summary>
    Damaged,
}
