namespace Avocado.Boot.Tests;

/// <summary>The tests that share what <see cref="BootFixture"/> makes.</summary>
[CollectionDefinition(Name)]
public sealed class BootCollection : ICollectionFixture<BootFixture>
{
    public const string Name = "boots";
}
