using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;

namespace Avocado.Benchmarks.Commands;

/// <summary>A build log that nobody reads.</summary>
internal sealed class SilentLog : IBuildLog
{
    private SilentLog()
    {
    }

    public static SilentLog Instance { get; } = new();

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

    public void Note(string text)
    {
    }
}
