using System.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// Stands in for .NET's task ILLink where apps are published for a device (Avocado.Payload.props): the same task with
/// the same parameters, whatever they are in this version of .NET, behind a cache.
/// </summary>
/// <remarks>The body of its UsingTask has lines of NAME=VALUE, see <see cref="TrimmerSettings"/>.</remarks>
public sealed class TrimmerFactory : ITaskFactory
{
    private TrimmerSettings _settings = TrimmerSettings.Parse("");
    private Type _trimmer = typeof(CachedTrimmer);
    private TaskPropertyInfo[] _parameters = [];

    /// <inheritdoc/>
    public string FactoryName => nameof(TrimmerFactory);

    /// <inheritdoc/>
    public Type TaskType => typeof(CachedTrimmer);

    /// <inheritdoc/>
    public bool Initialize(
        string taskName, IDictionary<string, TaskPropertyInfo> parameterGroup, string taskBody,
        IBuildEngine taskFactoryLoggingHost)
    {
        _settings = TrimmerSettings.Parse(taskBody);
        _trimmer = ToolLoadContext.Load(_settings.Assembly).GetExportedTypes()
            .Single(t => t.Name == taskName && t.IsSubclassOf(typeof(ToolTask)));
        _parameters = [.. _trimmer.GetProperties().Where(p => p.SetMethod?.IsPublic == true || Has<OutputAttribute>(p))
            .Select(p => new TaskPropertyInfo(
                p.Name, p.PropertyType, Has<OutputAttribute>(p), Has<RequiredAttribute>(p)))];
        return true;
    }

    /// <inheritdoc/>
    public TaskPropertyInfo[] GetTaskParameters() => _parameters;

    /// <inheritdoc/>
    public ITask CreateTask(IBuildEngine taskFactoryLoggingHost) =>
        new CachedTrimmer((ToolTask)Activator.CreateInstance(_trimmer)!, _settings);

    /// <inheritdoc/>
    public void CleanupTask(ITask task) => (task as IDisposable)?.Dispose();

    private static bool Has<T>(PropertyInfo property) where T : Attribute => property.GetCustomAttribute<T>() is not null;
}
