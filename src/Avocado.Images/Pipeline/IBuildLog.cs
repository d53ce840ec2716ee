using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>What the pipeline says while it works. Members may be called from any thread.</summary>
public interface IBuildLog
{
    /// <summary>A step begins: "root file system".</summary>
    void Phase(string name);

    /// <summary>A file is finished and has its final name.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="digest">SHA-256 of its content.</param>
    void Artefact(string path, long size, Sha256Digest digest);

    /// <summary>
    /// A file is finished that is the last build's with changes: nobody read all of it, so its digest is not known.
    /// </summary>
    /// <param name="path">Full path.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="written">How many of them were written.</param>
    void Patched(string path, long size, long written);

    /// <summary>Something that does not stop the build.</summary>
    void Warning(DiagnosticCode code, SourceLocation? location, string message);

    /// <summary>Something worth knowing, shown at normal verbosity.</summary>
    void Note(string text);
}
