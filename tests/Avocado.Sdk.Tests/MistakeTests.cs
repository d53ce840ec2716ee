using Avocado.Files.Diagnostics;

namespace Avocado.Sdk.Tests;

/// <summary>Every mistake that a project file can have gets its code, at file, line and column.</summary>
public sealed class MistakeTests
{
    private const string TwoModes = """<BootMode Include="a" /><BootMode Include="b" />""";

    // In an ItemGroup of its own on line 7 of the project, behind four blanks.
    [Theory]
    [InlineData("AVO0013", "", """<PackageFeed Include="x" />""")]
    [InlineData("AVO0012", "Type", """<PackageFeed Include="x" Type="rpm" Suite="s" />""")]
    [InlineData("AVO0015", "", """<PackageFeed Include="X" Suite="s" />""")]
    [InlineData("AVO0019", "Keyring", """<PackageFeed Include="x" Suite="s" Keyring="no.gpg" />""")]
    [InlineData("AVO0017", "", """<PackageFeed Include="debian" Suite="s" />""")]
    [InlineData("AVO0016", "", """<FeedPackage Include="linux-image-*" />""")]
    [InlineData("AVO0016", "", """<BootMode Include="mode?" />""")]
    [InlineData("AVO0015", "", """<FeedPackage Include="Bad_Name" />""")]
    [InlineData("AVO0018", "Into", """<FeedPackage Include="less" Into="none" />""")]
    [InlineData("AVO0014", "Inot", """<FeedPackage Include="less" Inot="none" />""")]
    [InlineData("AVO0015", "", """<ExcludedPackage Include="X" />""")]
    [InlineData("AVO0015", "", """<SystemExtension Include="App" />""")]
    [InlineData("AVO0012", "Types", """<SystemExtension Include="a" Types="sysex" />""")]
    [InlineData("AVO0018", "Extensions", """<BootMode Include="m" Extensions="none" />""")]
    [InlineData("AVO0012", "Default", """<BootMode Include="m" Default="maybe" />""")]
    [InlineData("AVO0020", "", TwoModes)]
    [InlineData("AVO0019", "", """<Overlay Include="nowhere/" />""")]
    [InlineData("AVO0019", "", """<SystemUnit Include="no.service" />""")]
    [InlineData("AVO0019", "", """<ProjectReference Include="../No/No.csproj" />""")]
    [InlineData("AVO0015", "", """<HealthCheck Include="telemetry" />""")]
    [InlineData("AVO0013", "", """<DeviceUser Include="u" />""")]
    [InlineData("AVO0012", "Id", """<DeviceUser Include="u" Id="0" />""")]
    [InlineData("AVO0012", "Shell", """<DeviceUser Include="u" Id="1" Shell="/bin/sh:x" />""")]
    [InlineData("AVO0015", "", """<DeviceGroup Include="G" Id="1" />""")]
    [InlineData("AVO0015", "", """<KernelArgument Include="two words" />""")]
    [InlineData("AVO0013", "", """<SigningKey Include="k" Certificate="Thing.csproj" Use="verity;modes;secure-boot" />""")]
    [InlineData("AVO0019", "Certificate", """<SigningKey Include="k" Uri="file:k" Use="verity" Certificate="no.crt" />""")]
    public void In_an_item(string code, string attribute, string item)
    {
        using var project = new TestProject($"""
            {Reading.Minimal}
            <ItemGroup>
              <SystemExtension Include="there" />
                {item}
            </ItemGroup>
            """);
        Reading reading = Reading.Of(project);

        AvocadoException error = reading.Errors.First(e => e.Code.Id == code);
        Assert.NotNull(error.Location);
        Assert.Equal(project.File, error.Location.File);
        Assert.Equal(7, error.Location.Line);
        // The attribute, where one is wrong; else the element.
        int offset = attribute.Length == 0 ? 0 : item.IndexOf($" {attribute}=", StringComparison.Ordinal) + 1;
        Assert.Equal(5 + offset, error.Location.Column);
    }

    [Theory]
    [InlineData("AVO0010", "<ImageId>Thing!</ImageId>")]
    [InlineData("AVO0011", "<Version>1.0+5</Version>")]
    [InlineData("AVO0011", "<Version>1_0</Version>")]
    [InlineData("AVO0012", "<ImageSeed>x</ImageSeed>")]
    [InlineData("AVO0012", "<SecurityVersion>-1</SecurityVersion>")]
    [InlineData("AVO0012", "<GoodBootTries>0</GoodBootTries>")]
    [InlineData("AVO0012", "<SupportPeriodEnd>2033</SupportPeriodEnd>")]
    [InlineData("AVO0012", "<DebianMirror>mirror.example.com</DebianMirror>")]
    [InlineData("AVO0012", "<DebianSnapshots>ftp://snapshots.example.com/</DebianSnapshots>")]
    [InlineData("AVO0012", "<ImageCompression>xz</ImageCompression>")]
    [InlineData("AVO0012", "<ImageCompression>zstd:20</ImageCompression>")]
    [InlineData("AVO0012", "<ImageBlockSize>100K</ImageBlockSize>")]
    [InlineData("AVO0012", "<ImageBlockSize>2M</ImageBlockSize>")]
    [InlineData("AVO0012", "<EspSize>512X</EspSize>")]
    [InlineData("AVO0012", "<RootSize>1000000</RootSize>")]
    [InlineData("AVO0012", "<VarSize>99999999999999999999G</VarSize>")]
    [InlineData("AVO0012", "<SourceDate>yesterday</SourceDate>")]
    [InlineData("AVO0028", "<BaseImage>../releases/thing-1.0.0.img</BaseImage>")]
    [InlineData("AVO0028", "<BaseImage>.</BaseImage>")]
    public void In_a_property(string code, string property)
    {
        using var project = new TestProject($"""
            {Reading.Minimal}
            <PropertyGroup>
              {property}
            </PropertyGroup>
            """);

        AvocadoException error = Assert.Single(Reading.Of(project).Errors);
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(new SourceLocation(project.File, 6, 3), error.Location);
    }

    [Fact]
    public void Two_default_boot_modes()
    {
        AvocadoException error = Assert.Single(Reading.OfMinimalWith("""
            <ItemGroup><BootMode Include="a" Default="true" /><BootMode Include="b" Default="true" /></ItemGroup>
            """).Errors);

        Assert.Equal("AVO0021", error.Code.Id);
    }

    [Fact]
    public void A_release_without_keys()
    {
        using var project = new TestProject(Reading.Minimal);
        Reading reading = Reading.Of(project, ("Configuration", "Release"));

        Assert.Equal(["AVO0023", "AVO0023", "AVO0023"], reading.Errors.Select(e => e.Code.Id));
        Assert.Contains("verity", reading.Errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_for_one_use_and_none_for_another()
    {
        using var project = new TestProject($"""
            {Reading.Minimal}
            <ItemGroup>
              <SigningKey Include="a" Uri="file:a" Certificate="k.crt" Use="verity;modes" />
              <SigningKey Include="b" Uri="file:b" Certificate="k.crt" Use="verity" />
            </ItemGroup>
            """);
        project.Write("k.crt", "x");

        Assert.Equal(["AVO0024", "AVO0027"], Reading.Of(project).Errors.Select(e => e.Code.Id));
    }

    [Theory]
    [InlineData("AVO0005", "<Boards></Boards>")]
    [InlineData("AVO0006", "<Boards>x86_64-uefy</Boards>")]
    [InlineData("AVO0007", "<Boards>x86_64-uefi</Boards>", "net10.0")]
    [InlineData("AVO0008", "<TargetFramework>net10.0</TargetFramework><Boards>x86_64-uefi</Boards>")]
    public void In_the_choice_of_a_board(string code, string properties, string? given = null)
    {
        using var project = new TestProject($"""
            <PropertyGroup>{properties}</PropertyGroup>
            <ItemGroup><PackageFeed Include="debian" Suite="trixie" /></ItemGroup>
            """);
        Reading reading = given is null ? Reading.Of(project) : Reading.Of(project, ("TargetFramework", given));

        AvocadoException error = Assert.Single(reading.Errors);
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(3, error.Location!.Line);
    }

    [Fact]
    public void No_feed_at_all()
    {
        using var project = new TestProject("<PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>");

        Assert.Equal("AVO0022", Assert.Single(Reading.Of(project).Errors).Code.Id);
    }

    [Fact]
    public void A_misspelt_name_gets_the_near_one()
    {
        AvocadoException error = Assert.Single(Reading.OfMinimalWith("""
            <ItemGroup><SystemExtension Include="field-tools" /><FeedPackage Include="less" Into="field-tool" /></ItemGroup>
            """).Errors);

        Assert.Contains("did you mean 'field-tools'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_mistakes_are_all_reported()
    {
        Assert.Equal(3, Reading.OfMinimalWith("""
            <PropertyGroup><Version>1+1</Version></PropertyGroup>
            <ItemGroup><Overlay Include="no" /><HealthCheck Include="x" /></ItemGroup>
            """).Errors.Count);
    }

    [Fact]
    public void A_mistake_reaches_the_build_with_its_code_and_place()
    {
        using var project = new TestProject("""
            <PropertyGroup>
              <Boards>nothing-known</Boards>
            </PropertyGroup>
            """);
        Microsoft.Build.Framework.BuildErrorEventArgs error = project.Build("AvocadoResolvePackages")[0];

        Assert.Equal(("AVO0006", project.File, 4, 3), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.Contains("x86_64-uefi", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("codes.md#avo0006", error.HelpLink, StringComparison.Ordinal);
    }
}
