using System.Text.RegularExpressions;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>Compiling an app for a device in clones that share a cache.</summary>
[Collection(PackageCollection.Name)]
public sealed class CompilingTests(NginxServer nginx) : IClassFixture<NginxServer>, IDisposable
{
    private const string FromCache = "the result of Csc is in the cache";
    private const string Without = "-p:_AvocadoCompilerParameters=Sources";

    // A warning of the compiler and one of an analyzer.
    private const string Source = """
        int unused;
        System.Console.WriteLine(new Some().One());
        internal class Some { public int One() => 1; }
        """;

    private static readonly Regex s_command = new(@"bincore[/\\]csc");

    private static readonly Regex s_made = new(@"^(ref/|refint/)?App\.(dll|pdb|xml) ");

    private readonly AppClones _clones = new(nginx);

    public void Dispose() => _clones.Dispose();

    [ToolFact("nginx")]
    public void A_second_clone_with_the_cache_of_the_first_does_not_compile_and_has_the_same_bytes()
    {
        string first = Compile("first", Source, "-p:AvocadoRemoteCacheWrite=true", "-p:GenerateDocumentationFile=true");
        Assert.DoesNotContain(FromCache, first, StringComparison.Ordinal);
        Assert.Matches(s_command, first);

        string second = Compile("second", Source, "-p:GenerateDocumentationFile=true");
        Assert.Contains(FromCache, second, StringComparison.Ordinal);
        Assert.DoesNotMatch(s_command, second);
        Assert.Equal(Made("first"), Made("second"));
        Assert.Equal(
            ["App.dll", "App.pdb", "App.xml", "ref/App.dll", "refint/App.dll"],
            Made("second").Select(f => f.Split(' ')[0]));
        Assert.NotEmpty(Told("first", first));
        Assert.Equal(Told("first", first), Told("second", second));

        // Nothing changed: nothing is asked of any cache, and nothing is compiled.
        int requests = _clones.Requests;
        string third = Compile("second", null, "-p:GenerateDocumentationFile=true");
        Assert.DoesNotContain(FromCache, third, StringComparison.Ordinal);
        Assert.DoesNotMatch(s_command, third);
        Assert.Equal(requests, _clones.Requests);

        // Another source is compiled, and the one before is there again, whatever is newer.
        string other = Compile(
            "second", Source.Replace("1;", "2;", StringComparison.Ordinal), "-p:GenerateDocumentationFile=true");
        Assert.Matches(s_command, other);
        Assert.NotEqual(Made("first"), Made("second"));
        Assert.Contains(
            FromCache, Compile("second", Source, "-p:GenerateDocumentationFile=true"), StringComparison.Ordinal);
        Assert.Equal(Made("first"), Made("second"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-p:NoWarn=CS0168")]
    [InlineData("-p:TreatWarningsAsErrors=true")]
    [InlineData("-p:RunAnalyzers=false")]
    [InlineData("-p:MSBuildTreatWarningsAsErrors=true")]
    public void What_is_told_is_what_the_compiler_tells_without_a_cache(string option)
    {
        string[] options = option.Length == 0 ? [] : [option];
        string plain = Compile("plain", Source, [.. options, Without]);
        string[] told = Told("plain", plain);
        Assert.Empty(_clones.Steps("plain"));
        Assert.NotEmpty(told);

        string first = Compile("cached", Source, options);
        Assert.Equal(told, Told("cached", first));
        Directory.Delete(_clones.Folder["cached/App/obj"], recursive: true);
        string second = Compile("cached", Source, options);
        Assert.Equal(told, Told("cached", second));
        // What failed is no result.
        bool isMade = !option.Contains("AsErrors", StringComparison.Ordinal);
        Assert.Equal(isMade, second.Contains(FromCache, StringComparison.Ordinal));
        Assert.Equal(isMade ? ["compile"] : [], _clones.Steps("cached"));
    }

    [Fact]
    public void An_error_is_told_as_ever_and_nothing_is_kept()
    {
        const string Broken = Source + "\nthis is wrong";
        string plain = Compile("plain", Broken, Without);
        Assert.Contains("error CS", plain, StringComparison.Ordinal);
        Assert.Equal(Told("plain", plain), Told("cached", Compile("cached", Broken)));
        Assert.Empty(_clones.Steps("cached"));
        Assert.Matches(s_command, Compile("cached", Source));
        Assert.NotEmpty(_clones.Steps("cached"));
    }

    [Theory]
    [InlineData("-p:ErrorLog=log.sarif")]
    [InlineData("-p:EmitCompilerGeneratedFiles=true")]
    [InlineData("-p:ReportAnalyzer=true")]
    [InlineData("-p:Deterministic=false")]
    [InlineData("-p:CscToolExe=csc.dll")]
    [InlineData("-mt")]
    public void What_is_not_known_is_compiled_without_a_cache(string option)
    {
        Assert.DoesNotContain(FromCache, Compile("plain", Source, option), StringComparison.Ordinal);
        Assert.Empty(_clones.Steps("plain"));
    }

    [Fact]
    public void The_parameters_of_the_task_are_those_that_the_targets_are_looked_through_for() =>
        AppClones.AssertParameters(
            "_AvocadoCompilerParameters", typeof(Avocado.Sdk.Tasks.Compiling.Csc), "CommandLineArgs", "ExitCode");

    private string Compile(string clone, string? source, params string[] options)
    {
        if (source is not null)
        {
            _clones.WriteSource(clone, source);
        }
        return _clones.Try(
            clone,
            "Compile;CopyFilesToOutputDirectory",
            ["-p:AnalysisMode=All", "-clp:NoSummary", .. options]).Output;
    }

    private string[] Made(string clone) => [.. _clones
        .Files(clone, "obj/avocado/linux-x64/net10.0/linux-x64").Where(f => s_made.IsMatch(f))];

    /// <summary>Warnings and errors, without the folder of the clone.</summary>
    private string[] Told(string clone, string output) =>
        [.. Regex.Matches(output, @"^.*(?:warning|error) [A-Z]+[0-9]+:.*$", RegexOptions.Multiline)
            .Select(m => Regex.Replace(m.Value, @"^\s*([0-9:]+>)?", "").Trim()
                .Replace(_clones.Folder[clone], "", StringComparison.Ordinal))];
}
