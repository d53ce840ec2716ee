using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Apps;
using Avocado.Images.Model;
using Avocado.Images.Tests.HostFiles;
using Avocado.Testing;

namespace Avocado.Images.Tests.Apps;

public sealed class AppPayloadComposerTests : IDisposable
{
    private static readonly Extension Extension = new("app", IsSysext: true, IsConfext: false);
    private static readonly SourceLocation Place = new("Gateway.csproj", 15, 3);

    private readonly TemporaryFolder _folder = new();

    public AppPayloadComposerTests()
    {
        _folder.Write("Gateway.Telemetry", TestFiles.Elf());
        _folder.Write("Gateway.Telemetry.dll", "MZ"u8);
        _folder.Write("Gateway.Telemetry.pdb", "BSJB"u8);
        _folder.Write("Gateway.Telemetry.runtimeconfig.json",
            "{\"runtimeOptions\":{\"includedFrameworks\":[{\"name\":\"Microsoft.NETCore.App\"}]}}"u8);
        _folder.Write("libclrjit.so", TestFiles.Elf());
        _folder.Write("de/Gateway.Telemetry.resources.dll", "MZ"u8);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_app_lies_below_usr_lib_with_modes_by_rule_and_without_symbols()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["Gateway.Telemetry.dll"], (UnixFileMode)0b111_100_100);
        }
        FileTreeBuilder tree = Compose(Extension);
        Assert.Equal(
            [
                "/usr/lib/gateway-telemetry 755",
                "/usr/lib/gateway-telemetry/Gateway.Telemetry 755",
                "/usr/lib/gateway-telemetry/Gateway.Telemetry.dll 644",
                "/usr/lib/gateway-telemetry/Gateway.Telemetry.runtimeconfig.json 644",
                "/usr/lib/gateway-telemetry/de 755",
                "/usr/lib/gateway-telemetry/de/Gateway.Telemetry.resources.dll 644",
                "/usr/lib/gateway-telemetry/libclrjit.so 644",
                "/usr/lib/systemd/system/gateway-telemetry.service 644",
                "/usr/lib/systemd/system/multi-user.target.d/10-app-gateway-telemetry.service.conf 644",
            ],
            tree.Unordered.OrderBy(e => e.Path).Select(e => $"{e.Path} {Convert.ToString(e.Mode, 8)}"));
        Assert.All(tree.Unordered.Where(e => e.Path.IsIn("usr/lib/gateway-telemetry")),
            e => Assert.Equal(new Origin(OriginKind.Project, "Gateway.Telemetry"), e.Origin));
    }

    [Fact]
    public void An_app_is_the_same_on_a_host_without_modes()
    {
        Assert.Equal(TestFiles.Describe(Compose(Extension).Build()),
            TestFiles.Describe(Compose(Extension, host: new ModelessHost()).Build()));
    }

    [Fact]
    public void In_the_root_the_presets_start_the_unit_and_no_drop_in_does()
    {
        Assert.DoesNotContain(Compose(null).Unordered, e => e.Path.NameText.EndsWith(".conf", StringComparison.Ordinal));
    }

    [Fact]
    public void An_app_with_a_unit_of_its_own_gets_none()
    {
        Assert.All(Compose(Extension, unit: null).Unordered, e => Assert.True(e.Path.IsIn("usr/lib/gateway-telemetry")));
    }

    [Fact]
    public void An_app_without_its_program_is_an_error()
    {
        File.Delete(_folder["Gateway.Telemetry"]);
        AssertRefused(Codes.AppHostMissing);
        _folder.Write("Gateway.Telemetry", "MZ, published for Windows under the wrong name"u8);
        AssertRefused(Codes.AppHostMissing);
    }

    [Fact]
    public void An_app_for_another_processor_is_an_error()
    {
        _folder.Write("Gateway.Telemetry", TestFiles.Elf(machine: 183));
        AssertRefused(Codes.AppArchitecture);
    }

    [Fact]
    public void An_app_that_needs_a_shared_runtime_is_an_error()
    {
        _folder.Write("Gateway.Telemetry.runtimeconfig.json",
            "{\"runtimeOptions\":{\"framework\":{\"name\":\"Microsoft.NETCore.App\"}}}"u8);
        AssertRefused(Codes.AppNeedsRuntime);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("\u0000")]
    public void A_damaged_configuration_is_a_typed_error(string json)
    {
        _folder.Write("Gateway.Telemetry.runtimeconfig.json", System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Throws<DamagedFormatException>(() => Compose(Extension));
    }

    private void AssertRefused(DiagnosticCode code)
    {
        var error = Assert.Throws<AvocadoException>(() => Compose(Extension));
        Assert.Same(code, error.Code);
        Assert.Equal(Place, error.Location);
    }

    private FileTreeBuilder Compose(Extension? extension, Avocado.Images.HostFiles.IHostFileSystem? host = null) =>
        Compose(extension, new AppUnit("gateway-telemetry", "Telemetry"), host);

    private FileTreeBuilder Compose(
        Extension? extension, AppUnit? unit, Avocado.Images.HostFiles.IHostFileSystem? host = null)
    {
        var tree = new FileTreeBuilder();
        var app = new AppPayload("Gateway.Telemetry", _folder.Path, "Gateway.Telemetry", extension?.Name, unit, Place);
        new AppPayloadComposer(Architecture.X64, host).AddTo(tree, app, extension);
        return tree;
    }
}
