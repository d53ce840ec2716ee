namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>Tests that share built copies of the sample, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BuildTestGroup : ICollectionFixture<Bench>
{
    public const string Name = "builds";
}
