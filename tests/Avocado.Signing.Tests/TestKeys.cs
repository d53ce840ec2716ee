using Avocado.Files;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

/// <summary>One set of development keys for all tests, because making one takes a second.</summary>
[CollectionDefinition(Shared)]
public sealed class TestKeys : IDisposable, ICollectionFixture<TestKeys>
{
    public const string Shared = "development keys";

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

    /// <summary>Copies the set, for tests that change it.</summary>
    public void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Set.Folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public void Dispose()
    {
        Set.Dispose();
        _folder.Dispose();
    }
}
