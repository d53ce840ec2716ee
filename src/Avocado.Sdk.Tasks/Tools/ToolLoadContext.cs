using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>Loads a package's task, each version of it with its own dependencies; MSBuild's own types are the host's.</summary>
internal sealed class ToolLoadContext : AssemblyLoadContext
{
    private static readonly ConcurrentDictionary<string, Assembly> s_loaded = new(StringComparer.Ordinal);

    private readonly AssemblyDependencyResolver _dependencies;

    private ToolLoadContext(string path) : base(path) => _dependencies = new AssemblyDependencyResolver(path);

    /// <summary>
    /// The assembly, loaded once in a process: MSBuild's, when other tasks of it have run. The code that it was compiled
    /// to ahead of time serves the first who loads it only.
    /// </summary>
    /// <param name="path">Full path.</param>
    public static Assembly Load(string path) => s_loaded.GetOrAdd(
        path,
        p => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => !a.IsDynamic && a.Location == p)
            ?? new ToolLoadContext(p).LoadFromAssemblyPath(p));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name?.StartsWith("Microsoft.Build", StringComparison.Ordinal) != true
        && _dependencies.ResolveAssemblyToPath(assemblyName) is { } path
            ? LoadFromAssemblyPath(path)
            : null;
}
