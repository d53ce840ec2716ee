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
}
