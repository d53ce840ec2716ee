namespace Avocado.Sdk.Tests;

/// <summary>The commands of the .NET CLI on a project, up to the point where an image would be built.</summary>
[Collection(PackageCollection.Name)]
public sealed class CommandTests(SdkPackage package)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Every_kind_of_restore_checks_the_project(bool solution, bool staticGraph)
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal.Replace("uefi", "uefy", StringComparison.Ordinal));
        string target = solution ? workspace.WriteSolution(project) : project;

        (int exitCode, string output) = DotNet.Try(workspace.Folder, "restore", target,
            $"-p:RestoreUseStaticGraphEvaluation={staticGraph}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Thing.csproj(2,16): error AVO0006", output, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace["Thing/avocado.lock.json"]));
    }

    [Fact]
    public void A_design_time_build_makes_nothing()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);
        // What Visual Studio asks for when it opens a project, before anything was restored or built.
        string[] targets = ["CollectPackageReferences", "GenerateRestoreGraphFile", "CompileDesignTime",
            "ResolveReferences", "GetTargetPath", "GetCopyToOutputDirectoryItems", "BuiltProjectOutputGroup"];

        DotNet.Run(workspace.Folder, "msbuild", project, "-nologo", $"-t:{string.Join(';', targets)}",
            "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true", "-p:BuildingProject=false", "-p:ContinueOnError=ErrorAndContinue",
            $"-p:RestoreGraphOutputPath={workspace["graph.json"]}");

        Assert.False(Directory.Exists(workspace["Thing/bin"]));
        Assert.False(File.Exists(workspace["Thing/avocado.lock.json"]));
        Assert.Equal([project], Directory.GetFiles(workspace["Thing"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void QEMU_is_a_device_of_every_project()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);

        string output = DotNet.Run(workspace.Folder, "run", "--project", project, "--list-devices", "--no-restore");

        Assert.Contains("dotnet run --device qemu", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);

        (int exitCode, string output) = DotNet.Try(workspace.Folder,
            "msbuild", project, "-nologo", "-t:DeployToDevice", "-p:Device=toaster");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error AVO0002: there is no device 'toaster': choose one of qemu", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("target")]
    [InlineData("PublishTarget")]
    public void A_publish_target_that_cannot_be_made_is_refused_before_anything_is_built(string property)
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);

        (int exitCode, string output) = DotNet.Try(workspace.Folder,
            "msbuild", project, "-nologo", "-t:Publish", $"-p:{property}=provision");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error AVO0004", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace["Thing/bin"]));
    }

    [Fact]
    public void An_absent_image_cannot_be_run()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);

        (int exitCode, string output) = DotNet.Try(workspace.Folder,
            "msbuild", project, "-nologo", "-t:ComputeRunArguments");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error AVO0003", output, StringComparison.Ordinal);
    }
}
