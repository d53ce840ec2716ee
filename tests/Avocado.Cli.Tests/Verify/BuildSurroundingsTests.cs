using Avocado.Cli.Verify;

namespace Avocado.Cli.Tests.Verify;

/// <summary>What two builds share proves nothing.</summary>
public sealed class BuildSurroundingsTests
{
    [Fact]
    public void The_two_builds_have_nothing_in_common_but_that_they_do_every_step()
    {
        (BuildSurroundings first, BuildSurroundings second) = (BuildSurroundings.First, BuildSurroundings.Second);
        Assert.NotEqual(first.FolderName, second.FolderName);
        Assert.NotEqual(first.Umask, second.Umask);
        Assert.Equal(
            [new KeyValuePair<string, string>("AvocadoCacheResults", "false")], first.Variables.Intersect(second.Variables));
    }
}
