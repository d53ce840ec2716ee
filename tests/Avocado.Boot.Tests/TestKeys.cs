using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Avocado.Signing;

namespace Avocado.Boot.Tests;

/// <summary>Opens sets of development keys.</summary>
internal static class TestKeys
{
    /// <summary>The development keys of this user, which signed the sample.</summary>
    /// <exception cref="InvalidOperationException">They did not: somebody else built it, or with older keys.</exception>
    public static ImageKeys OfSample(SampleImage sample)
    {
        ImageKeys keys = ImageKeys.Open([], developmentFolder: null, "", SilentLog.Instance);
        Sha256Digest anchor = keys[KeyUse.SecureBoot].Anchor.Fingerprint;
        if (Directory.GetFiles(sample.SecureBootFolder, "db*.der")
            .Any(file => Sha256Digest.Of(File.ReadAllBytes(file)) == anchor))
        {
            return keys;
        }
        keys.Dispose();
        throw new InvalidOperationException(
            $"{sample.Image} is not signed by the development keys of this user: "
            + "run 'dotnet build' at the repository's root again");
    }

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
}
