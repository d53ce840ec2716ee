using System.Text.RegularExpressions;
using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>Publishing an app for a device, as the build of an image asks for it, in clones that share a cache.</summary>
[Collection(PackageCollection.Name)]
public sealed class TrimmingTests(NginxServer nginx) : IClassFixture<NginxServer>, IDisposable
{
    // What the trimmer alone warns of, as it alone words it.
    private const string Warning = "Trim analysis warning IL2057";
    private const string FromCache = "the result of ILLink is in the cache";

    private readonly AppClones _clones = new(nginx);

    public void Dispose() => _clones.Dispose();

    [ToolFact("nginx")]
    public void A_second_clone_with_the_cache_of_the_first_does_not_trim_and_publishes_the_same_bytes()
    {
        string first = _clones.Publish("first", "-p:AvocadoRemoteCacheWrite=true");
        Assert.DoesNotContain(FromCache, first, StringComparison.Ordinal);
        Assert.Contains(Warning, first, StringComparison.Ordinal);

        string second = _clones.Publish("second");
        Assert.Contains(FromCache, second, StringComparison.Ordinal);
        // The app itself is not compiled either, nor are its words in another language.
        Assert.Equal(2, Regex.Count(first, @"bincore[/\\]csc \S*noconfig"));
        Assert.DoesNotMatch(@"bincore[/\\]csc", second);
        Assert.Equal(Regex.Count(first, Warning), Regex.Count(second, Warning));
        Assert.Equal(_clones.Published("first"), _clones.Published("second"));
        Assert.Contains(_clones.Published("first"), f => f.StartsWith("de/App.resources.dll", StringComparison.Ordinal));

        // Whoever wants proof does every step, and gets the same.
        string third = _clones.Publish("third", "-p:AvocadoCacheResults=false");
        Assert.DoesNotContain(FromCache, third, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(third, @"bincore[/\\]csc \S*noconfig"));
        Assert.Equal(_clones.Published("first"), _clones.Published("third"));

        // Nothing changed: nothing is asked of any cache.
        int requests = _clones.Requests;
        Assert.DoesNotContain(FromCache, _clones.Publish("second"), StringComparison.Ordinal);
        Assert.Equal(requests, _clones.Requests);

        // Another source is trimmed, and the one before is there again, whatever is newer; with all projects in one
        // process too, where MSBuild is strict with tasks.
        _clones.Write("second", "there");
        Assert.DoesNotContain(FromCache, _clones.Publish("second", "-mt"), StringComparison.Ordinal);
        Assert.NotEqual(_clones.Published("first"), _clones.Published("second"));
        _clones.Write("second", "here");
        Assert.Contains(FromCache, _clones.Publish("second", "-mt"), StringComparison.Ordinal);
        Assert.Equal(_clones.Published("first"), _clones.Published("second"));
    }

    [Fact]
    public void A_trimmer_with_parameters_that_are_not_known_is_left_alone()
    {
        string output = _clones.Publish("plain", "-p:_AvocadoTrimmerParameters=AssemblyPaths");
        Assert.Contains(Warning, output, StringComparison.Ordinal);
        Assert.Equal(["compile", "compile"], _clones.Steps("plain"));
    }

    [Fact]
    public void The_parameters_of_the_task_are_those_that_the_targets_are_looked_through_for() =>
        AppClones.AssertParameters(
            "_AvocadoTrimmerParameters", typeof(Avocado.Sdk.Tasks.Trimming.ILLink), "ExitCode");
}
