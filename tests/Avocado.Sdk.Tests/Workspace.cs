using System.Text;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>A folder of a user's, outside the repository, that knows the packed packages.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>What restores without asking for more than a board and a feed.</summary>
    public const string Minimal = """
        <PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>
        <ItemGroup><PackageFeed Include="debian" Suite="trixie" /></ItemGroup>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _sdkVersion;

    public Workspace(SdkPackage package)
    {
        _sdkVersion = package.Version;
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="packed" value="{package.Source}" /></packageSources>
            </configuration>
            """);
        // Nothing above the folder may reach the projects.
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <AvocadoDevelopmentKeyFolder>{package.KeyFolder}</AvocadoDevelopmentKeyFolder>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    public string Folder => _folder.Path;

    public string this[string name] => _folder[name];

    public string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes an image project and returns its full path.</summary>
    public string WriteImage(string name, string body) => Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Avocado.Sdk/{_sdkVersion}">
        {body}
        </Project>
        """);

    /// <summary>Writes an app of one line and returns its full path.</summary>
    public string WriteApp(string name)
    {
        Write($"{name}/Program.cs", "System.Console.WriteLine(\"here\");");
        return Write($"{name}/{name}.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
    }

    /// <summary>Writes a solution of projects and returns its full path.</summary>
    public string WriteSolution(params string[] projects) => Write("All.slnx", $"""
        <Solution>
        {string.Join("\n", projects.Select(p => $"  <Project Path=\"{Path.GetRelativePath(Folder, p)}\" />"))}
        </Solution>
        """);

    public void Dispose() => _folder.Dispose();
}
