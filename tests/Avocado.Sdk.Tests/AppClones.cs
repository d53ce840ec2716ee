using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Avocado.Files;
using Avocado.Sdk.Tasks;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>Clones of an app that share a remote cache, published as the build of an image asks for it.</summary>
internal sealed class AppClones(NginxServer nginx) : IDisposable
{
    private readonly string _place = Guid.NewGuid().ToString("N");

    /// <summary>Where the clones lie.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>How often the remote cache was asked.</summary>
    public int Requests => nginx.Requests(_place).Length;

    public void Dispose() => Folder.Dispose();

    /// <summary>The targets are looked through for the parameters that the task has.</summary>
    public static void AssertParameters(string property, Type task, params string[] outputs)
    {
        string props = File.ReadAllText(Repository.At("sdk", "targets", "Avocado.Payload.props"));
        IEnumerable<string> known = Regex
            .Matches(props, $"<{property}>(?:\\$\\({property}\\)\\|)?([^<]*)<")
            .SelectMany(m => m.Groups[1].Value.Split('|'));
        string[] own = [.. task
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(p => p.Name)];
        Assert.Superset(outputs.ToHashSet(), own.ToHashSet());
        // MSBuild's own.
        Assert.Equal(own.Except(outputs).Order(), known.Except(["Condition", "ContinueOnError"]).Order());
    }

    /// <summary>Publishes a clone, which is made when it is not there.</summary>
    public string Publish(string clone, params string[] options) => Run(clone, "AvocadoPublishPayload", options).Output;

    /// <summary>Runs a target of a clone's app.</summary>
    public (int ExitCode, string Output) Try(string clone, string target, params string[] options)
    {
        MakeOnce(clone);
        return DotNet.Try(Folder[clone], [
            "msbuild", "App/App.csproj", "-nologo", "-restore", $"-t:{target}", "-v:n", "-tl:off",
            $"-p:CustomBeforeDirectoryBuildProps={Repository.At("sdk", "targets", "Avocado.Payload.props")}",
            $"-p:AvocadoTasksAssembly={typeof(ImageTask).Assembly.Location}",
            "-p:AvocadoPayloadRid=linux-x64", "-p:RuntimeIdentifier=linux-x64", "-p:SelfContained=true",
            "-p:Configuration=Release", .. options]);
    }

    /// <summary>Writes the app's source.</summary>
    public void Write(string clone, string word) => WriteSource(
        clone, $"System.Console.WriteLine(\"{word}\" + System.Type.GetType(System.Console.ReadLine()!));");

    /// <inheritdoc cref="Write"/>
    public void WriteSource(string clone, string source)
    {
        MakeOnce(clone);
        Folder.Write($"{clone}/App/Program.cs", Encoding.UTF8.GetBytes(source));
    }

    /// <summary>Paths below a folder of the app, with digests.</summary>
    public string[] Files(string clone, string folder)
    {
        string full = Folder[$"{clone}/App/{folder}"];
        return [.. Directory.GetFiles(full, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(full, f)} {Sha256Digest.Of(File.ReadAllBytes(f))}")];
    }

    /// <summary>What was published.</summary>
    public string[] Published(string clone) => Files(clone, "bin/avocado/linux-x64/publish");

    /// <summary>What the results in a clone's own cache are of.</summary>
    public string[] Steps(string clone)
    {
        string results = Folder[$"{clone}/cache/ac"];
        return !Directory.Exists(results)
            ? []
            : [.. Directory.GetFiles(results, "*", SearchOption.AllDirectories)
                .Select(f => Regex.Match(File.ReadAllText(f), "(trim|compile) [0-9]+").Groups[1].Value)];
    }

    private (int ExitCode, string Output) Run(string clone, string target, string[] options)
    {
        (int exitCode, string output) = Try(clone, target, options);
        Assert.True(exitCode == 0, output);
        return (exitCode, output);
    }

    private void MakeOnce(string clone)
    {
        if (Directory.Exists(Folder[clone]))
        {
            return;
        }
        // What a repository says for its images and apps alike.
        Folder.Write($"{clone}/Directory.Build.props", Encoding.UTF8.GetBytes($"""
            <Project>
              <PropertyGroup>
                <AvocadoCacheFolder>$(MSBuildThisFileDirectory)cache</AvocadoCacheFolder>
                <AvocadoRemoteCache>http://127.0.0.1:{nginx.Port}/{_place}</AvocadoRemoteCache>
              </PropertyGroup>
            </Project>
            """));
        Folder.Write($"{clone}/Directory.Build.targets", "<Project />"u8);
        Folder.Write($"{clone}/Directory.Packages.props", "<Project />"u8);
        Folder.Write($"{clone}/App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """u8);
        // A file of a language, which the trimmer does not see.
        Folder.Write($"{clone}/App/Words.de.resx", """
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
}
