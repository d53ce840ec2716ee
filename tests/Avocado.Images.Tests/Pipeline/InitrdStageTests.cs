using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Avocado.Files;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Formats.Cpio;
using Avocado.Images.Initrd;
using Avocado.Images.Linking;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Images.Tests.Initrd;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Images.Tests.Pipeline;

public sealed class InitrdStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningCertificate _anchor;

    public InitrdStageTests()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        _anchor = SigningCertificate.Parse(certificate.RawData, "test");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_version_starts_with_the_same_archive_of_the_system()
    {
        byte[] first = Write("1.0.0");
        byte[] system = File.ReadAllBytes(_folder["1.0.0-system"]);
        byte[] second = Write("1.1.0");

        Assert.Equal(system, File.ReadAllBytes(_folder["1.1.0-system"]));
        Assert.True(system.Length > first.Length / 2);
        Assert.True(second.AsSpan().StartsWith(system));
        Assert.NotEqual(first, second);
        Assert.DoesNotContain(InitrdBuilder.ReleaseFile, Members(system));
        Assert.Contains(InitrdBuilder.ReleaseFile, Members(second[system.Length..]));
    }

    private static List<UnixPath> Members(byte[] archive)
    {
        var reader = new CpioReader(new MemoryStream(ZstdDecoder.Decompress(archive, 64 << 20)));
        var members = new List<UnixPath>();
        while (reader.Next() is { } member)
        {
            members.Add(member.Path);
        }
        return members;
    }

    private byte[] Write(string version)
    {
        FileTree tree = InitrdBuilderTests.Root().Remove("usr/lib/os-release")
            .Text("usr/lib/os-release", $"ID=debian\nIMAGE_VERSION={version}\n").Build();
        var root = new RootFileSystem(tree, tree, Content.Empty, InitrdBuilderTests.Kernel);
        HostFileContent file = InitrdStage.Write(
            TestFiles.Project(), root, Sha256Digest.Of([1]), _anchor, new ElfCache(), _folder[version],
            new SharedStages(null), CancellationToken.None);
        return File.ReadAllBytes(file.HostPath);
    }
}
