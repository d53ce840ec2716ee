using Avocado.Cli.Verify;
using Avocado.Files.Diagnostics;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Verify;

public sealed class RebuildTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_project_is_found_by_its_file_and_by_its_folder()
    {
        string project = _folder.Write("Gateway/Gateway.csproj", "<Project />"u8);
        var expected = new RebuildTarget(project, "Debug", null, null);
        Assert.Equal(expected, RebuildTarget.Of(project, null, null));
        Assert.Equal(expected, RebuildTarget.Of(_folder["Gateway"], null, null));
        Assert.Equal(
            expected with { Configuration = "Release", Board = "arm64-uefi" },
            RebuildTarget.Of(project, "Release", "arm64-uefi"));
    }

    [Fact]
    public void An_image_leads_to_its_project_configuration_and_board()
    {
        string project = _folder.Write("Gateway/Gateway.csproj", "<Project />"u8);
        string image = _folder.Write("Gateway/bin/Release/x86_64-uefi/gateway-1.0.0.img", "image"u8);
        Assert.Equal(
            new RebuildTarget(project, "Release", "x86_64-uefi", Path.GetDirectoryName(image)),
            RebuildTarget.Of(image, null, null));
    }

    [Fact]
    public void What_has_no_project_is_an_error_with_a_remedy()
    {
        string image = _folder.Write("downloads/gateway.img", "image"u8);
        _folder.Write("two/One.csproj", "<Project />"u8);
        _folder.Write("two/Other.csproj", "<Project />"u8);
        foreach (string path in (string[])[image, _folder["two"], _folder["downloads"], _folder["none"]])
        {
            Assert.Equal(
                "AVO0707",
                Assert.Throws<AvocadoException>(() => RebuildTarget.Of(path, null, null)).Code.Id);
        }
    }

    public void Dispose() => _folder.Dispose();
}
