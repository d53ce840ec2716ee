using System.Runtime.CompilerServices;
using Microsoft.Build.Locator;

namespace Avocado.Sdk.Tests;

/// <summary>Makes the tests use the MSBuild of the .NET SDK that runs them.</summary>
internal static class MSBuildHost
{
    // Before any method that names a type of MSBuild's is compiled.
#pragma warning disable CA2255 // The test assembly is an application: nothing else initialises it.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register() => MSBuildLocator.RegisterDefaults();
}
