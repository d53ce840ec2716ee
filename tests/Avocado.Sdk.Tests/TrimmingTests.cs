using System.Text;
using System.Text.RegularExpressions;
using Avocado.Sdk.Tasks;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>Publishing an app for a device, as the build of an image asks for it, in clones that share a cache.</summary>
[Collection(PackageCollection.Name)]
public sealed class TrimmingTests(NginxServer nginx) : IClassFixture<NginxServer>, IDisposable
{
    // What the trimmer alone warns of, as it alone words it.
    private const string Warning = "Trim analysis warning IL2057";
    private const string FromCache = "the result of ILLink is in the cache";

    private readonly TemporaryFolder _folder = new();
    private readonly string _place = Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    [ToolFact("nginx")]
    public void A_second_clone_with_the_cache_of_the_first_does_not_trim_and_publishes_the_same_bytes()
    {
        string first = Publish("first", "-p:AvocadoRemoteCacheWrite=true");
        Assert.DoesNotContain(FromCache, first, StringComparison.Ordinal);
        Assert.Contains(Warning, first, StringComparison.Ordinal);

        string second = Publish("second");
        Assert.Contains(FromCache, second, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(first, Warning), Regex.Count(second, Warning));
        Assert.Equal(Published("first"), Published("second"));
        Assert.Contains(Published("first"), f => f.StartsWith("de/App.resources.dll", StringComparison.Ordinal));

        // Nothing changed: nothing is asked of any cache.
        int requests = nginx.Requests(_place).Length;
        Assert.DoesNotContain(FromCache, Publish("second"), StringComparison.Ordinal);
        Assert.Equal(requests, nginx.Requests(_place).Length);

        // Another source is trimmed, and the one before is there again, whatever is newer; with all projects in one
        // process too, where MSBuild is strict with tasks.
        Write("second", "there");
        Assert.DoesNotContain(FromCache, Publish("second", "-mt"), StringComparison.Ordinal);
        Assert.NotEqual(Published("first"), Published("second"));
        Write("second", "here");
        Assert.Contains(FromCache, Publish("second", "-mt"), StringComparison.Ordinal);
        Assert.Equal(Published("first"), Published("second"));
    }

    [Fact]
    public void A_trimmer_with_parameters_that_are_not_known_is_left_alone()
    {
        string output = Publish("plain", "-p:_AvocadoTrimmerParameters=AssemblyPaths");
        Assert.Contains(Warning, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["plain/cache"]));
    }

    [Fact]
    public void The_parameters_of_the_task_are_those_that_the_targets_are_looked_through_for()
    {
        string props = File.ReadAllText(Repository.At("sdk", "targets", "Avocado.Payload.props"));
        IEnumerable<string> known = Regex
            .Matches(props, "<_AvocadoTrimmerParameters>(?:\\$\\(_AvocadoTrimmerParameters\\)\\|)?([^<]*)<")
            .SelectMany(m => m.Groups[1].Value.Split('|'));
        IEnumerable<string> own = typeof(Avocado.Sdk.Tasks.Trimming.ILLink)
            .GetProperties().Where(p => p.DeclaringType == typeof(Avocado.Sdk.Tasks.Trimming.ILLink))
            .Select(p => p.Name).Except(["ExitCode", "TaskEnvironment"]);
        // MSBuild's own.
        Assert.Equal(own.Append("ContinueOnError").Order(), known.Order());
    }

    private string Publish(string clone, params string[] options)
    {
        if (!Directory.Exists(_folder[clone]))
        {
            MakeClone(clone);
        }
        return DotNet.Run(_folder[clone], [
            "msbuild", "App/App.csproj", "-nologo", "-restore", "-t:AvocadoPublishPayload", "-v:n", "-tl:off",
            $"-p:CustomBeforeDirectoryBuildProps={Repository.At("sdk", "targets", "Avocado.Payload.props")}",
            $"-p:AvocadoTasksAssembly={typeof(ImageTask).Assembly.Location}",
            "-p:AvocadoPayloadRid=linux-x64", "-p:RuntimeIdentifier=linux-x64", "-p:SelfContained=true",
            "-p:Configuration=Release", .. options]);
    }

    private void MakeClone(string clone)
    {
        // What a repository says for its images and apps alike.
        _folder.Write($"{clone}/Directory.Build.props", Encoding.UTF8.GetBytes($"""
            <Project>
              <PropertyGroup>
                <AvocadoCacheFolder>$(MSBuildThisFileDirectory)cache</AvocadoCacheFolder>
                <AvocadoRemoteCache>http://127.0.0.1:{nginx.Port}/{_place}</AvocadoRemoteCache>
              </PropertyGroup>
            </Project>
            """));
        _folder.Write($"{clone}/Directory.Build.targets", "<Project />"u8);
        _folder.Write($"{clone}/Directory.Packages.props", "<Project />"u8);
        _folder.Write($"{clone}/App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """u8);
        // A file of a language, which the trimmer does not see.
        _folder.Write($"{clone}/App/Words.de.resx", """
            <root>
              <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
              <resheader name="version"><value>2.0</value></resheader>
              <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
              <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
              <data name="Here"><value>hier</value></data>
            </root>
            """u8);
        Write(clone, "here");
    }

    private void Write(string clone, string word) => _folder.Write($"{clone}/App/Program.cs", Encoding.UTF8.GetBytes(
        $"System.Console.WriteLine(\"{word}\" + System.Type.GetType(System.Console.ReadLine()!));"));

    private string[] Published(string clone)
    {
        string folder = _folder[$"{clone}/App/bin/avocado/linux-x64/publish"];
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(folder, f)} {Avocado.Files.Sha256Digest.Of(File.ReadAllBytes(f))}")];
    }
}
