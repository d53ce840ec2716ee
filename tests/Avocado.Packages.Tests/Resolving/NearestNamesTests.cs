namespace Avocado.Packages.Tests.Resolving;

public class NearestNamesTests
{
    [Theory]
    [InlineData("bash", "bash", 0)]
    [InlineData("bash", "bahs", 1)]
    [InlineData("bash", "bas", 1)]
    [InlineData("bash", "dash", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_counts_edits_and_swaps(string a, string b, int distance) =>
        Assert.Equal(distance, NearestNames.Distance(a, b, 4));

    [Fact]
    public void The_nearest_come_first_and_strangers_never() =>
        Assert.Equal(
            ["systemd-resolve", "systemd-resolved"],
            NearestNames.Find(["systemd-resolved", "systemd", "bash", "systemd-resolve"], "systemd-resolvd")
                .AsEnumerable());
}
