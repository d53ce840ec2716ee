namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>Tests that share one unpacked sample.</summary>
[CollectionDefinition(Name)]
public sealed class SampleTestGroup : ICollectionFixture<SampleParts>
{
    public const string Name = "sample";
}
