namespace Avocado.Sdk.Tests;

/// <summary>A fact about a package with ReadyToRun code, which takes a compiler from NuGet; CI restores it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadyToRunFactAttribute : FactAttribute
{
    public ReadyToRunFactAttribute() => Skip = Crossgen.IsRestored
        ? null
        : "needs Crossgen2: dotnet restore sdk -p:AvocadoReadyToRun=true";
}
