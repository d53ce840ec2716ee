using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;

namespace Avocado.Boot.Tests;

/// <summary>Opens sets of development keys.</summary>
internal static class TestKeys
{
    /// <summary>The keys that signed the sample.</summary>
    public static ImageKeys OfThisUser() => ImageKeys.Open([], developmentFolder: null, "", SilentLog.Instance);

    /// <summary>Keys that no device of this user trusts.</summary>
    public static ImageKeys OfAStranger(string folder) => ImageKeys.Open([], folder, "", SilentLog.Instance);

    /// <summary>Nobody reads what a test's build says.</summary>
    public sealed class SilentLog : IBuildLog
    {
        public static SilentLog Instance { get; } = new();

        public void Phase(string name)
        {
        }

        public void Artefact(string path, long size, Sha256Digest digest)
        {
        }

        public void Warning(DiagnosticCode code, SourceLocation? location, string message)
        {
        }

        public void Note(string text)
        {
        }
    }
}
