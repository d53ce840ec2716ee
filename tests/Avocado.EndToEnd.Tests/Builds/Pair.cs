using System.Globalization;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>
/// A solution of two image projects that share an app, built at once as Release with keys of their own: the sample,
/// and one with another extension and other modes.
/// </summary>
public sealed class Pair : IDisposable
{
    private const string Solution = "Pair.slnx";
    private readonly string _second;

    public Pair(Bench bench)
    {
        Copy = new SampleCopy(bench.Copy.Surroundings);
        File.Copy(bench.Copy.LockFile, Copy.LockFile, overwrite: true);
        Copy.Add(Keys(bench.Keys));
        _second = Path.Combine(Copy.Folder, "Second");
        Copy.Take(Copy.ProjectFolder, "Second");
        MakeSecond();
        File.WriteAllText(Path.Combine(Copy.Folder, Solution), """
            <Solution>
              <Project Path="Gateway/Gateway.csproj" />
              <Project Path="Second/Second.csproj" />
            </Solution>
            """);
        Build = DotNet.Run(Copy.Folder, Copy.Surroundings, "build", Solution, "-c", "Release", "-m");
    }

    public SampleCopy Copy { get; }

    public BuildResult Build { get; }

    /// <summary>What the build made of the sample.</summary>
    internal Outputs First => new(Copy.OutputFolder("Release"));

    /// <summary>What the build made of the other project.</summary>
    internal Outputs Second => new(Path.Combine(_second, "bin", "Release", "x86_64-uefi"));

    /// <inheritdoc/>
    public void Dispose() => Copy.Dispose();

    // As a release build names its keys.
    private static string Keys(string folder) => string.Join('\n', new[] { "secure-boot", "verity", "modes" }
        .Select(use => string.Create(CultureInfo.InvariantCulture,
            $"""
              <ItemGroup Condition="'$(Configuration)' == 'Release'">
                <SigningKey Include="{use}" Use="{use}"
                            Uri="file:{folder}/{use}.pem" Certificate="{folder}/{use}.crt" />
              </ItemGroup>
            """)));

    private void MakeSecond()
    {
        string project = Path.Combine(_second, "Second.csproj");
        File.Move(Path.Combine(_second, "Gateway.csproj"), project);
        string text = File.ReadAllText(project)
            .Replace("<Version>", "<ImageId>gateway</ImageId><Version>", StringComparison.Ordinal)
            .Replace("<BootMode Include=\"production\" Extensions=\"app\"", "<BootMode Include=\"production\" Extensions=\"app;extra\"", StringComparison.Ordinal)
            .Replace("<BootMode Include=\"development\" Extensions=\"app;field-tools\" />", """
                <SystemExtension Include="extra" />
                <Overlay Include="extra/" Into="extra" />
                """, StringComparison.Ordinal);
        File.WriteAllText(project, text);
        string extra = Path.Combine(_second, "extra", "usr", "share", "extra");
        Directory.CreateDirectory(extra);
        File.WriteAllText(Path.Combine(extra, "note"), "An extension that the sample does not have.\n");
    }
}
