using Avocado.Cli.Inspect;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>Two sets of keys for all tests, as making one takes a second: the product's and a stranger's.</summary>
[CollectionDefinition(Shared)]
public sealed class SampleKeys : IDisposable, ICollectionFixture<SampleKeys>, ICollectionFixture<ToolPackage>
{
    public const string Shared = "sample keys";

    private readonly TemporaryFolder _folder = new();

    public SampleKeys()
    {
        Own = DevelopmentKeys.Open(_folder["own"]);
        Strange = DevelopmentKeys.Open(_folder["strange"]);
        SecureBootFolder = _folder["secure-boot"];
        Directory.CreateDirectory(SecureBootFolder);
        File.WriteAllBytes(Path.Combine(SecureBootFolder, "db.der"), Own[KeyUse.SecureBoot].Certificate.Der.ToArray());
        File.WriteAllBytes(Path.Combine(SecureBootFolder, "db-2.der"), Own[KeyUse.Modes].Certificate.Der.ToArray());
    }

    public DevelopmentKeySet Own { get; }

    public DevelopmentKeySet Strange { get; }

    /// <summary>A folder as it lies beside a built image.</summary>
    public string SecureBootFolder { get; }

    /// <summary>The path of a certificate of the product's in PEM.</summary>
    public string Certificate(KeyUse use, DevelopmentKeySet? set = null)
    {
        DevelopmentKeySet keys = set ?? Own;
        string path = _folder[$"{(keys == Own ? "own" : "strange")}-{use}.crt"];
        File.WriteAllText(path, keys[use].Certificate.ToPem());
        return path;
    }

    /// <summary>Options that trust some of the product's keys for everything.</summary>
    internal InspectionOptions Trust(params KeyUse[] uses) =>
        new() { Trust = TrustStore.Load(uses.Select(u => Certificate(u)), null) };

    /// <summary>Options that trust db alone.</summary>
    internal InspectionOptions TrustDb() => new() { Trust = TrustStore.Load([], SecureBootFolder) };

    public void Dispose()
    {
        Own.Dispose();
        Strange.Dispose();
        _folder.Dispose();
    }
}
