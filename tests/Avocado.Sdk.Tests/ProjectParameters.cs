using System.Reflection;
using System.Xml.Linq;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

using Avocado.Sdk.Tasks;

namespace Avocado.Sdk.Tests;

/// <summary>
/// Gives a task the parameters that the SDK's own targets file gives it, so that tests of the reader read what a
/// build would.
/// </summary>
internal static class ProjectParameters
{
    public static BuildDeviceImage ForBuild(ProjectInstance project) =>
        Fill(new BuildDeviceImage(), project, Call("Avocado.Image.targets", nameof(BuildDeviceImage)));

    /// <summary>The element in a targets file that calls a task.</summary>
    public static XElement Call(string targetsFile, string task) =>
        XDocument.Load(Repository.At("sdk", "targets", targetsFile)).Descendants()
            .Single(e => e.Name.LocalName == task && e.Parent?.Name.LocalName == "Target");

    private static T Fill<T>(T task, ProjectInstance project, XElement call)
    {
        foreach (XAttribute attribute in call.Attributes())
        {
            PropertyInfo parameter = typeof(T).GetProperty(attribute.Name.LocalName)
                ?? throw new InvalidOperationException($"{typeof(T).Name} has no parameter {attribute.Name}");
            // As MSBuild does it, what is empty leaves a parameter at its default.
            if (Value(project, attribute.Value, parameter.PropertyType) is { } value)
            {
                parameter.SetValue(task, value);
            }
        }
        return task;
    }

    private static object? Value(ProjectInstance project, string text, Type type)
    {
        if (type == typeof(ITaskItem[]))
        {
            string itemType = text["@(".Length..^")".Length];
            return project.GetItems(itemType).ToArray<ITaskItem>();
        }
        string value = project.ExpandString(text);
        return type switch
        {
            _ when type == typeof(string[]) => value.Split(';'),
            _ when type == typeof(bool) => value.Length > 0 ? bool.Parse(value) : null,
            _ => value,
        };
    }
}
