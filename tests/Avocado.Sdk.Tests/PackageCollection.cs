using System.Diagnostics.CodeAnalysis;

namespace Avocado.Sdk.Tests;

/// <summary>Tests that run the .NET CLI on the packed packages; they run one after the other.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit's own term.")]
public sealed class PackageCollection : ICollectionFixture<SdkPackage>
{
    public const string Name = "packages";
}
