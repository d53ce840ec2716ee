using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>What a build tells while it runs. Called from several threads.</summary>
public interface IBuildLog
{
    /// <summary>A phase begins: "composing the root file system".</summary>
    void Phase(string name);

    /// <summary>An output is finished and in its place.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="size">Length in bytes.</param>
    /// <param name="digest">SHA-256 of the file.</param>
    void Artefact(string path, long size, Sha256Digest digest);

    /// <summary>Something the user should look at; the build goes on.</summary>
    void Warning(DiagnosticCode code, SourceLocation? location, string message);

    /// <summary>Something good to know once, such as that development keys were made.</summary>
    void Note(string message);
}
