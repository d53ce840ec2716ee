using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Composition;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.Composition;

public sealed class ExtensionUnitsTests : IDisposable
{
    private static readonly Extension App = new("app", IsSysext: true, IsConfext: false);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_unit_of_an_extension_is_started_by_the_targets_it_wants_to_hang_on()
    {
        FileTreeBuilder tree = Add("telemetry.service",
            "[Service]\nExecStart=/x\n[Install]\nWantedBy=multi-user.target a.target\nAlias=t.service\n");
        Assert.Equal("[Unit]\nUpholds=telemetry.service\n",
            tree.TextAt("usr/lib/systemd/system/multi-user.target.d/10-app-telemetry.service.conf"));
        Assert.NotNull(tree.TextAt("usr/lib/systemd/system/a.target.d/10-app-telemetry.service.conf"));
        Assert.Equal("telemetry.service", tree.Find("usr/lib/systemd/system/t.service")!.LinkTargetText);
        Assert.DoesNotContain(tree.Unordered, e => e.Path.IsIn("etc"));
    }

    [Fact]
    public void A_template_is_started_with_its_default_instance()
    {
        FileTreeBuilder tree = Add("probe@.service", "[Install]\nWantedBy=multi-user.target\nDefaultInstance=main\n");
        Assert.Equal("[Unit]\nUpholds=probe@main.service\n",
            tree.TextAt("usr/lib/systemd/system/multi-user.target.d/10-app-probe@.service.conf"));
    }

    [Fact]
    public void A_unit_that_is_not_to_be_enabled_is_only_there()
    {
        Assert.Equal(1, Add("x.service", "[Install]\nWantedBy=multi-user.target\n", enable: false).Count);
    }

    [Theory]
    [InlineData("telemetry")]
    [InlineData("a b.service")]
    [InlineData("x.desktop")]
    [InlineData("@.service")]
    [InlineData(".service")]
    public void A_file_whose_name_is_none_of_a_unit_is_an_error(string name)
    {
        Assert.Same(Codes.BadUnit, Assert.Throws<AvocadoException>(() => Add(name, "")).Code);
    }

    [Fact]
    public void A_unit_file_that_is_not_there_is_an_error()
    {
        var unit = new SystemUnit(_folder["gone.service"], "gone.service", "app", true, new SourceLocation("p", 3));
        var error = Assert.Throws<AvocadoException>(() => ExtensionUnits.AddTo(new FileTreeBuilder(), App, unit));
        Assert.Same(Codes.HostFolderMissing, error.Code);
        Assert.Equal(3, error.Location?.Line);
    }

    private FileTreeBuilder Add(string name, string text, bool enable = true)
    {
        string path = _folder.Write("unit", System.Text.Encoding.UTF8.GetBytes(text));
        var tree = new FileTreeBuilder();
        ExtensionUnits.AddTo(tree, App, new SystemUnit(path, name, "app", enable));
        return tree;
    }
}
