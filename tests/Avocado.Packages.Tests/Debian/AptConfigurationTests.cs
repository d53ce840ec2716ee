using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian.Apt;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Debian;

public class AptConfigurationTests
{
    [Fact]
    public void Both_forms_of_sources_are_read_in_apts_order()
    {
        using var folder = new TemporaryFolder();
        string mirrors = folder.Write("mirrors.txt", "http://m.test/debian\tpriority:1\n\n# x\n"u8);
        Write(folder, "sources.list", "# comment\n"
            + "deb [arch=amd64 check-valid-until=no] http://a.test/debian trixie main # x\n"
            + "deb-src http://src.test/debian trixie main\n");
        Write(folder, "sources.list.d/b.sources", """
            Types: deb deb-src
            URIs: http://b.test/debian http://c.test/debian
            Suites: bookworm-security
            Components: main
            Check-Valid-Until: no

            Enabled: no
            Types: deb
            URIs: http://off.test/debian
            Suites: x
            """);
        Write(folder, "sources.list.d/d.list", $"deb mirror+file:{mirrors} bookworm main\n");
        Write(folder, "sources.list.d/e.disabled", "deb http://disabled.test/debian bookworm main\n");
        var apt = AptConfiguration.Load(folder.Path);
        Assert.Equal(["a.test", "b.test", "c.test", "m.test"], apt.Sources.Select(s => s.Uri.Host));
        Assert.Equal([false, true, true, false], apt.Sources.Select(s => s.IsSecurity));
        Assert.True(apt.CheckValidUntil);
        Assert.False(apt.ChecksValidUntil(apt.Sources[0].Uri));
        Assert.False(apt.ChecksValidUntil(apt.Sources[1].Uri));
        Assert.True(apt.ChecksValidUntil(apt.Sources[3].Uri));
    }

    [Theory]
    [InlineData("Acquire::Check-Valid-Until \"false\";", false)]
    [InlineData("Acquire { Retries 3; /* why */ Check-Valid-Until false; }; // end", false)]
    [InlineData("# Acquire::Check-Valid-Until \"false\";", true)]
    [InlineData("Acquire::Check-Valid-Until \"true\";", true)]
    public void Apts_own_setting_on_expired_files_is_known(string text, bool check)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "apt.conf.d/99local", text);
        Assert.Equal(check, AptConfiguration.Load(folder.Path).CheckValidUntil);
    }

    [Theory]
    [InlineData("Acquire::Snapshots::URI::Origin::Debian \"https://s.test/archive/debian/@SNAPSHOTID@/\";", "https://s.test/")]
    [InlineData("Acquire::Snapshots::URI::Origin::Debian \"https://s.test/x/archive/debian/@SNAPSHOTID@\";", "https://s.test/x/")]
    [InlineData("Acquire::Snapshots::URI::Origin::Debian \"https://s.test/other/@SNAPSHOTID@/\";", null)]
    [InlineData("Acquire::Snapshots::URI::Origin::Debian \"archive/debian/@SNAPSHOTID@/\";", null)]
    [InlineData("", null)]
    public void The_snapshot_service_is_the_one_that_apt_names(string text, string? expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "apt.conf.d/99local", text);
        Assert.Equal(expected, AptConfiguration.Load(folder.Path).Snapshots?.AbsoluteUri);
    }

    [Fact]
    public void A_host_without_apt_has_no_mirrors()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(AptConfiguration.Load(folder["absent"]).Sources);
    }

    [Theory]
    [InlineData("sources.list", "deb http://a.test/debian\n")]
    [InlineData("sources.list", "deb [arch=amd64 http://a.test/debian trixie main\n")]
    [InlineData("sources.list.d/x.sources", "nonsense\n")]
    [InlineData("apt.conf", "Acquire { x \"y\";")]
    [InlineData("apt.conf", "}")]
    [InlineData("apt.conf", "x \"y")]
    public void A_file_that_does_not_follow_its_form_is_named(string file, string text)
    {
        using var folder = new TemporaryFolder();
        Write(folder, file, text);
        AvocadoException error = Expect.Code(Codes.BadAptConfiguration, () => AptConfiguration.Load(folder.Path));
        Assert.Contains(Path.GetFileName(file), error.Message);
    }

    [Fact]
    public void Damaged_files_give_typed_errors_or_results()
    {
        byte[] conf = "APT::X { \"a\"; \"b\"; }; Acquire::Check-Valid-Until \"false\"; /* c */ // d\n"u8.ToArray();
        Expect.TypedErrors(conf, 500, bytes =>
            AptConfReader.Read(Encoding.UTF8.GetString(bytes), new Dictionary<string, string>()));
        byte[] list = "deb [a=b] http://a.test/debian trixie main\ndeb http://[::1]/debian x y\n"u8.ToArray();
        Expect.TypedErrors(list, 500, bytes => _ = AptSourcesReader.ReadList(Encoding.UTF8.GetString(bytes)).ToArray());
    }

    private static void Write(TemporaryFolder folder, string name, string text) =>
        folder.Write(name, Encoding.UTF8.GetBytes(text));
}
