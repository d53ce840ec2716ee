using System.IO.Compression;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>Whole builds, from the packed packages alone.</summary>
[Collection(PackageCollection.Name)]
public sealed class ImageTests(SdkPackage package)
{
    private static string Image(string name, string more = "") => $"""
        {Workspace.Minimal}
        <ItemGroup>
          <SystemExtension Include="app" />
          <ProjectReference Include="../App/App.csproj" Into="app" />
          {more}
        </ItemGroup>
        <PropertyGroup><RootNamespace>{name}</RootNamespace></PropertyGroup>
        """;

    // One story, because its first line takes longer than all the others.
    [ToolFact("sha256sum")]
    public void Two_images_with_one_app_are_built_at_once_then_not_again_then_packed_published_and_cleaned()
    {
        using var workspace = new Workspace(package);
        string app = workspace.WriteApp("App");
        string one = workspace.WriteImage("One", Image("One"));
        string two = workspace.WriteImage("Two", Image("Two"));
        string solution = workspace.WriteSolution(app, one, two);

        DotNet.Run(workspace.Folder, "build", solution, "-m:2");
        string[] outputs = Outputs(workspace, "One");
        Assert.Contains("one-1.0.0.img", outputs);
        Assert.Contains("extensions/app.raw", outputs);
        Assert.Contains("two-1.0.0.img", Outputs(workspace, "Two"));
        // Published trimmed at the first attempt, which is when nothing of the app was restored before.
        Assert.False(File.Exists(workspace["App/bin/avocado/linux-x64/publish/System.Xml.Linq.dll"]));
        // The ordinary build of the app, in the same solution, is its own.
        Assert.True(File.Exists(workspace["App/bin/Debug/net10.0/App.dll"]));

        // Nothing changed: nothing is done.
        DateTime[] before = Times(workspace, "One");
        string again = DotNet.Run(workspace.Folder, "build", one, "-v:n", "-tl:off");
        Assert.Contains("is up to date", again, StringComparison.Ordinal);
        Assert.Equal(before, Times(workspace, "One"));

        DotNet.Run(workspace.Folder, "pack", one, "-c", "Debug", "--no-build", "-o", workspace["packed"]);
        using (ZipArchive nupkg = ZipFile.OpenRead(workspace["packed/One.1.0.0.nupkg"]))
        {
            string[] packed = [.. nupkg.Entries.Select(e => e.FullName)];
            Assert.Contains("image/x86_64-uefi/rootfs.squashfs", packed);
            Assert.DoesNotContain(packed, n => n.EndsWith(".img", StringComparison.Ordinal));
        }

        DotNet.Run(workspace.Folder, "publish", one, "-c", "Debug", "--no-build", "-o", workspace["published"]);
        ToolResult sums = ForeignTool.Try("sha256sum", workspace["published"], null, ["--check", "SHA256SUMS"]);
        Assert.True(sums.ExitCode == 0, sums.Output + sums.Error);
        Assert.Contains("one-1.0.0.img: OK", sums.Output, StringComparison.Ordinal);

        DotNet.Run(workspace.Folder, "clean", two);
        Assert.False(Directory.Exists(workspace["Two/bin/Debug/x86_64-uefi"]));
        Assert.False(Directory.Exists(workspace["Two/obj/Debug/x86_64-uefi"]));
        Assert.NotEmpty(Outputs(workspace, "One"));
    }

    [Fact]
    public void A_template_becomes_an_image_with_nothing_but_the_packages()
    {
        using var workspace = new Workspace(package);
        string hive = workspace["hive"];
        DotNet.Run(workspace.Folder, "new", "install", Path.Combine(package.Source, $"Avocado.Templates.{package.Version}.nupkg"),
            "--debug:custom-hive", hive);
        DotNet.Run(workspace.Folder, "new", "avocado-image", "-n", "Robo.Arm", "-o", "Robo.Arm",
            "--debug:custom-hive", hive);
        Assert.Contains($"Avocado.Sdk/{package.Version}", File.ReadAllText(workspace["Robo.Arm/Robo.Arm/Robo.Arm.csproj"]),
            StringComparison.Ordinal);

        DotNet.Run(workspace["Robo.Arm"], "build", "Robo.Arm");

        Assert.True(File.Exists(workspace["Robo.Arm/Robo.Arm/bin/Debug/x86_64-uefi/robo.arm-1.0.0.img"]));
    }

    private static string[] Outputs(Workspace workspace, string image)
    {
        string folder = workspace[$"{image}/bin/Debug/x86_64-uefi"];
        return
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static DateTime[] Times(Workspace workspace, string image) =>
        [.. Outputs(workspace, image).Select(o => File.GetLastWriteTimeUtc(workspace[$"{image}/bin/Debug/x86_64-uefi/{o}"]))];
}
