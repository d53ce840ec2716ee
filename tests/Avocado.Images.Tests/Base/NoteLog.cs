using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;

namespace Avocado.Images.Tests.Base;

/// <summary>Keeps what a build notes.</summary>
internal sealed class NoteLog : IBuildLog
{
    public List<string> Notes { get; } = [];

    public void Phase(string name)
    {
    }

    public void Artefact(string path, long size, Sha256Digest digest)
    {
    }

    public void Patched(string path, long size, long written)
    {
    }

    public void Warning(DiagnosticCode code, SourceLocation? location, string message)
    {
    }

    public void Note(string text) => Notes.Add(text);
}
