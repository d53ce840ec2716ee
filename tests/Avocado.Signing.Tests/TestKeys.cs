using Avocado.Files;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

/// <summary>One set of development keys for all tests of a class.</summary>
public sealed class TestKeys : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestKeys() => Set = DevelopmentKeys.Open(_folder["keys"]);

    public DevelopmentKeySet Set { get; }

    public static Sha256Digest RootHash { get; } = Sha256Digest.Of("a file system"u8);

    public ISigner this[KeyUse use] => Set[use];

    /// <summary>The full path of a use's private key.</summary>
    public string Key(KeyUse use) => Path.Combine(Set.Folder, DevelopmentKeys.FileName(use) + ".pem");

    /// <summary>The full path of a use's certificate.</summary>
    public string Certificate(KeyUse use) => Path.Combine(Set.Folder, DevelopmentKeys.FileName(use) + ".crt");

    public SigningCertificate[] Trust(params KeyUse[] uses) => [.. uses.Select(u => Set[u].Certificate)];

    public void Dispose()
    {
        Set.Dispose();
        _folder.Dispose();
    }
}
