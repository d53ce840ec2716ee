namespace Avocado.Sdk.Tests;

/// <summary>The lock file, as dotnet restore writes and keeps it.</summary>
[Collection(PackageCollection.Name)]
public sealed class LockTests(SdkPackage package)
{
    [Fact]
    public void Restore_writes_the_lock_and_locked_mode_refuses_another_project()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);
        string lockFile = workspace["Thing/avocado.lock.json"];

        DotNet.Run(workspace.Folder, "restore", project);
        string locked = File.ReadAllText(lockFile);
        Assert.Contains("\"x86_64-uefi\"", locked, StringComparison.Ordinal);

        DotNet.Run(workspace.Folder, "restore", project, "--locked-mode");
        workspace.WriteImage("Thing", Workspace.Minimal + """<ItemGroup><FeedPackage Include="strace" /></ItemGroup>""");
        (int exitCode, string output) = DotNet.Try(workspace.Folder, "restore", project, "--locked-mode");
        Assert.NotEqual(0, exitCode);
        Assert.Matches("error AVO03[0-9]{2}", output);
        Assert.Equal(locked, File.ReadAllText(lockFile));

        DotNet.Run(workspace.Folder, "restore", project, "--force-evaluate");
        Assert.Contains("\"strace\"", File.ReadAllText(lockFile), StringComparison.Ordinal);
    }

    [Fact]
    public void The_base_image_is_locked_for_all_configurations()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal + """
            <PropertyGroup>
              <BaseImage>thing-1.0.0.img</BaseImage>
              <BaseImage Condition="'$(Configuration)' == 'Release'">thing-0.9.0.img</BaseImage>
            </PropertyGroup>
            """);
        string lockFile = workspace["Thing/avocado.lock.json"];
        Refused("AVO0028");

        workspace.Write("Thing/thing-1.0.0.img", "released");
        workspace.Write("Thing/thing-0.9.0.img", "released before");
        DotNet.Run(workspace.Folder, "restore", project);
        string locked = File.ReadAllText(lockFile);
        Assert.Contains("\"name\": \"thing-1.0.0.img\"", locked, StringComparison.Ordinal);

        Refused("AVO0323", "-p:Configuration=Release");
        workspace.Write("Thing/thing-1.0.0.img", "another one");
        Refused("AVO0323");
        Refused("AVO0323", "--locked-mode");
        Assert.Equal(locked, File.ReadAllText(lockFile));

        DotNet.Run(workspace.Folder, "restore", project, "--force-evaluate");
        Assert.NotEqual(locked, File.ReadAllText(lockFile));
        DotNet.Run(workspace.Folder, "restore", project, "--locked-mode");

        void Refused(string code, params string[] arguments)
        {
            (int exitCode, string output) = DotNet.Try(workspace.Folder, ["restore", project, .. arguments]);
            Assert.NotEqual(0, exitCode);
            Assert.Matches($@"Thing\.csproj\([0-9]+,[0-9]+\): error {code}", output);
        }
    }
}
