using System.Text.RegularExpressions;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>How a build ended and what it printed.</summary>
public sealed partial record BuildResult(int ExitCode, string Output)
{
    /// <summary>The lines with an error code, once each, as MSBuild prints them: file(line,col): error CODE: message.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Output.Split('\n').Select(l => l.Trim()).Where(l => ErrorCode().IsMatch(l))
            .Select(l => ProjectSuffix().Replace(l, "")).Distinct()];

    /// <summary>Fails the test when the build failed.</summary>
    public BuildResult MustSucceed()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    /// <summary>Fails the test unless the build failed with this one error.</summary>
    /// <returns>The error's line.</returns>
    public string MustFailWith(string code)
    {
        Assert.True(ExitCode != 0, $"expected {code}, but the build succeeded:\n{Output}");
        Assert.True(Errors.Count == 1, Output);
        Assert.Contains($"error {code}: ", Errors[0]);
        return Errors[0];
    }

    [GeneratedRegex(@": error [A-Z]+[0-9]+: ")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@" \[[^\]]*proj(::[^\]]*)?\]$")]
    private static partial Regex ProjectSuffix();
}
