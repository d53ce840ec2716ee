using Avocado.Images.Model;
using Avocado.Images.Pipeline;

namespace Avocado.Sdk.Tests;

/// <summary>What a right project becomes.</summary>
public sealed class ReaderTests
{
    [Fact]
    public void Every_item_reaches_the_pipeline()
    {
        using var project = new TestProject("""
            <PropertyGroup>
              <Boards>x86_64-uefi</Boards>
              <Version>1.4.0-rc.1</Version>
              <SecurityVersion>7</SecurityVersion>
              <SupportPeriodEnd>2033-01-01</SupportPeriodEnd>
              <SourceDate>2026-01-31</SourceDate>
              <RootSize>1G</RootSize>
            </PropertyGroup>
            <ItemGroup>
              <PackageFeed Include="debian" Type="deb" Suite="trixie" Components="main;contrib" Uri="https://h/a%20b" />
              <FeedPackage Include="systemd-resolved" />
              <FeedPackage Include="less" Into="tools" />
              <ExcludedPackage Include="perl-base" />
              <SystemExtension Include="app" Types="sysext;confext" />
              <SystemExtension Include="tools" />
              <Overlay Include="overlay/" Into="app" Replace="true" Modes="bin/**=0755;secret=600" HostModes="false" />
              <SystemUnit Include="units/thing.service" Enable="false" />
              <HealthCheck Include="thing.service" Required="false" />
              <BootMode Include="production" Extensions="app" Default="true" />
              <BootMode Include="development" Extensions="app;tools" />
              <KernelArgument Include="quiet" />
              <DeviceUser Include="thing" Id="500" Home="/var/lib/thing" />
              <DeviceGroup Include="things" Id="501" />
              <SigningKey Include="all" Uri="pkcs11:token=a;object=b%20c" Certificate="k.crt" Use="secure-boot;verity;modes" />
            </ItemGroup>
            """);
        project.Write("overlay/bin/run", "x");
        project.Write("units/thing.service", "[Service]");
        project.Write("k.crt", "x");

        BuildRequest request = Reading.Of(project).Good();
        ImageProject image = request.Project;

        Assert.Equal("thing", image.ImageId);
        Assert.Equal("1.4.0~rc.1", image.ImageVersion);
        Assert.Equal(7, image.SecurityVersion);
        Assert.Equal("2033-01-01", image.SupportPeriodEnd);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), image.SourceDate);
        Assert.Equal(1L << 30, image.Sizes.Root);
        Assert.True(image.Sizes.RootVerity > image.Sizes.Root / 127);
        Assert.Equal(Architecture.X64, image.Board.Architecture);
        Assert.True(image.Board.TpmRequired);
        Assert.Contains("console=ttyS0", image.Board.KernelArguments);
        Assert.Contains("dm-verity", image.Board.InitrdModules);
        Assert.Equal(["quiet"], image.KernelArguments.ToArray());
        Assert.Equal([("app", true, true), ("tools", true, false)],
            image.Extensions.Select(e => (e.Name, e.IsSysext, e.IsConfext)));
        Assert.Equal(["production", "development"], image.BootModes.Select(m => m.Name));
        Assert.Equal(["app", "tools"], image.BootModes[1].Extensions.ToArray());
        Overlay overlay = Assert.Single(image.Overlays);
        Assert.Equal(("overlay", "app", true, false), (overlay.Name, overlay.Into, overlay.Replace, overlay.UseHostModes));
        Assert.Equal([new ModeRule("bin/**", 493), new ModeRule("secret", 384)], overlay.ModeRules.ToArray());
        SystemUnit unit = Assert.Single(image.Units);
        Assert.Equal(("thing.service", false), (unit.Name, unit.Enable));
        Assert.Equal([new HealthCheck("thing.service", false)], image.HealthChecks.ToArray());
        Assert.Equal([new DeviceUser("thing", 500, "thing", "/var/lib/thing", "/usr/sbin/nologin", "")], image.Users.ToArray());
        Assert.Equal([new DeviceGroup("things", 501)], image.Groups.ToArray());

        PackageFeed feed = Assert.Single(request.Packages.Packages.Feeds);
        Assert.Equal("https://h/a%20b", feed.Uri);
        Assert.Equal(["main", "contrib"], feed.Components.ToArray());
        Assert.Contains(request.Packages.Packages.Packages, p => p is { Name: "less", Into: "tools" });
        Assert.Contains(request.Packages.Packages.Packages, p => p is { Name: "systemd", Into: null });
        Assert.Contains("perl-base", request.Packages.Packages.Excluded);
        SigningKey key = Assert.Single(request.Keys);
        Assert.Equal("pkcs11:token=a;object=b%20c", key.Uri);
        Assert.Equal(["secure-boot", "verity", "modes"], key.Uses.ToArray());
    }

    [Fact]
    public void An_app_goes_where_Into_says_with_a_unit_of_its_own()
    {
        using var project = new TestProject($"""
            {Reading.Minimal}
            <ItemGroup>
              <SystemExtension Include="app" />
              <ProjectReference Include="../Some.App/Some.App.csproj" Into="app" Network="true" />
              <AvocadoAppOutput Include="publish" ProjectFile="$(MSBuildProjectDirectory)/../Some.App/Some.App.csproj"
                                AssemblyName="some" />
            </ItemGroup>
            """);
        project.Write("publish/some", "x");
        string app = Path.Combine(Path.GetDirectoryName(project.Folder)!, "Some.App");
        Directory.CreateDirectory(app);
        try
        {
            File.WriteAllText(Path.Combine(app, "Some.App.csproj"), "<Project />");

            AppPayload payload = Assert.Single(Reading.Of(project).Good().Project.Apps);

            Assert.Equal(("Some.App", "some", "app"), (payload.Name, payload.AssemblyName, payload.Into));
            Assert.Equal(new AppUnit("some-app", "Some.App", Network: true), payload.Unit);
        }
        finally
        {
            Directory.Delete(app, recursive: true);
        }
    }

    [Fact]
    public void A_project_without_boot_modes_boots_with_every_extension()
    {
        BootMode mode = Assert.Single(Reading.OfMinimalWith(
            """<ItemGroup><SystemExtension Include="a" /><SystemExtension Include="b" /></ItemGroup>""")
            .Good().Project.BootModes);

        Assert.Equal("production", mode.Name);
        Assert.True(mode.IsDefault);
        Assert.Equal(["a", "b"], mode.Extensions.ToArray());
    }

    [Fact]
    public void The_seed_depends_on_the_id_alone()
    {
        Guid first = Reading.OfMinimalWith("").Good().Project.Seed;
        Guid elsewhereLater = Reading.OfMinimalWith("<PropertyGroup><Version>2.0</Version></PropertyGroup>").Good().Project.Seed;
        Guid other = Reading.OfMinimalWith("<PropertyGroup><ImageId>other</ImageId></PropertyGroup>").Good().Project.Seed;

        Assert.Equal(first, elsewhereLater);
        Assert.NotEqual(first, other);
        Assert.Equal(5, first.Version);
    }

    [Fact]
    public void A_version_5_UUID_is_the_one_of_RFC_9562()
    {
        var dns = Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        // Appendix A.4.
        Assert.Equal(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            Avocado.Sdk.Tasks.Reading.ImageSeed.Version5(dns, "www.example.com"));
    }

    [Fact]
    public void A_relative_key_file_is_found_from_the_project()
    {
        using var project = new TestProject($"""
            {Reading.Minimal}
            <ItemGroup>
              <SigningKey Include="k" Uri="file:keys/a%20b.pem" Certificate="k.crt" Use="secure-boot;verity;modes" />
            </ItemGroup>
            """);
        project.Write("k.crt", "x");

        SigningKey key = Assert.Single(Reading.Of(project).Good().Keys);

        Assert.Equal("file:" + Path.Combine(project.Folder, "keys", "a%20b.pem"), key.Uri);
    }
}
