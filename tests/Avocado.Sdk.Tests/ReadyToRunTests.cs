using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml;
using Avocado.Testing;
using Microsoft.Build.Evaluation;

namespace Avocado.Sdk.Tests;

/// <summary>Which assemblies of the tasks a host runs, and that they are the same program.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReadyToRunTests(SdkPackage package)
{
    private const string Tools = "tools/net10.0";

    [ReadyToRunFact]
    public void A_package_has_ReadyToRun_code_of_every_assembly_of_the_tasks()
    {
        Dictionary<string, (bool HasNativeCode, Guid Version)> portable = Assemblies(Tools);
        Dictionary<string, (bool HasNativeCode, Guid Version)> compiled = Assemblies($"{Tools}/{Crossgen.HostRuntime}");

        Assert.Contains("Avocado.Sdk.Tasks.dll", compiled.Keys);
        Assert.Equal(portable.Keys.Order(), compiled.Keys.Order());
        Assert.All(portable.Values, assembly => Assert.False(assembly.HasNativeCode));
        Assert.All(compiled.Values, assembly => Assert.True(assembly.HasNativeCode));
    }

    [ReadyToRunFact]
    public void Hosts_with_and_without_ReadyToRun_code_share_their_caches()
    {
        // Cache keys hold the module version of what wrote the entry.
        Assert.Equal(
            Assemblies(Tools).OrderBy(a => a.Key).Select(a => (a.Key, a.Value.Version)),
            Assemblies($"{Tools}/{Crossgen.HostRuntime}").OrderBy(a => a.Key).Select(a => (a.Key, a.Value.Version)));
    }

    [ReadyToRunFact]
    public void A_build_runs_the_ReadyToRun_code_of_its_host()
    {
        using var workspace = new Workspace(package);
        string project = workspace.WriteImage("Thing", Workspace.Minimal);

        string assembly = DotNet.Run(workspace.Folder, "msbuild", project, "-getProperty:AvocadoTasksAssembly");

        Assert.EndsWith($"{Tools}/{Crossgen.HostRuntime}/Avocado.Sdk.Tasks.dll", assembly.Trim().Replace('\\', '/'),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64", $"{Tools}/linux-x64/Avocado.Sdk.Tasks.dll")]
    [InlineData("linux-riscv64", $"{Tools}/Avocado.Sdk.Tasks.dll")]
    [InlineData("", $"{Tools}/Avocado.Sdk.Tasks.dll")]
    public void A_host_without_ReadyToRun_code_runs_the_portable_tasks(string host, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write($"{Tools}/Avocado.Sdk.Tasks.dll", []);
        folder.Write($"{Tools}/linux-x64/Avocado.Sdk.Tasks.dll", []);
        using var text = new StringReader($"""
            <Project>
              <PropertyGroup>
                <AvocadoSdkRoot>{folder.Path}/</AvocadoSdkRoot>
                <NETCoreSdkPortableRuntimeIdentifier>{host}</NETCoreSdkPortableRuntimeIdentifier>
              </PropertyGroup>
              <Import Project="{Repository.At("sdk", "targets", "Avocado.Checks.targets")}" />
            </Project>
            """);
        using var xml = XmlReader.Create(text);
        using var projects = new ProjectCollection();

        string assembly = projects.LoadProject(xml).GetPropertyValue("AvocadoTasksAssembly");

        Assert.Equal(expected, Path.GetRelativePath(folder.Path, assembly).Replace('\\', '/'));
    }

    // The assemblies that lie in one folder of the package, by name.
    private Dictionary<string, (bool HasNativeCode, Guid Version)> Assemblies(string folder)
    {
        using ZipArchive nupkg = ZipFile.OpenRead(package.SdkFile);
        return nupkg.Entries.Where(e => e.FullName == $"{folder}/{e.Name}").ToDictionary(e => e.Name, Read);
    }

    private static (bool HasNativeCode, Guid Version) Read(ZipArchiveEntry entry)
    {
        using var unpacked = new MemoryStream();
        using (Stream packed = entry.Open())
        {
            packed.CopyTo(unpacked);
        }
        unpacked.Position = 0;
        using var assembly = new PEReader(unpacked);
        MetadataReader metadata = assembly.GetMetadataReader();
        return (assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size != 0,
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }
}
