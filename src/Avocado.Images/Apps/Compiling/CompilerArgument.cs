namespace Avocado.Images.Apps.Compiling;

/// <summary>One argument of the compiler.</summary>
/// <param name="Text">Without folders that do not matter; the project's own is in it as it is.</param>
/// <param name="File">Full path of the file whose bytes count; null when the text is all there is.</param>
/// <param name="Kind">How the file is read.</param>
internal readonly record struct CompilerArgument(
    string Text, string? File = null, CompilerFileKind Kind = CompilerFileKind.Bytes);
