using Avocado.Testing;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

using Avocado.Sdk.Tasks;

namespace Avocado.Sdk.Tests;

/// <summary>
/// An image project in a folder of its own that imports the SDK's files from the repository: it evaluates, and runs
/// targets, in process and without packing anything.
/// </summary>
internal sealed class TestProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="body">What stands between the SDK's props and targets; its first line is line 3 of the file.</param>
    public TestProject(string body)
    {
        // Nothing above the temporary folder may reach the project.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        File = Write("Thing.csproj", $"""
            <Project>
              <Import Project="{Repository.At("sdk", "Sdk", "Sdk.props")}" />
            {body}
              <Import Project="{Repository.At("sdk", "Sdk", "Sdk.targets")}" />
            </Project>
            """);
    }

    /// <summary>Full path of the project file.</summary>
    public string File { get; }

    public string Folder => _folder.Path;

    public string Write(string name, string text) => _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Evaluates the project.</summary>
    public ProjectInstance Evaluate(params (string Name, string Value)[] globalProperties)
    {
        using var projects = new ProjectCollection(globalProperties.ToDictionary(p => p.Name, p => p.Value));
        return projects.LoadProject(File).CreateProjectInstance();
    }

    /// <summary>Runs targets and returns the errors; the tasks come from the test's own output folder.</summary>
    public IReadOnlyList<BuildErrorEventArgs> Build(string target, params (string Name, string Value)[] globalProperties)
    {
        var log = new CapturingLogger();
        Evaluate([.. globalProperties, ("AvocadoTasksAssembly", typeof(ImageTask).Assembly.Location)])
            .Build([target], [log]);
        return log.Errors;
    }

    public void Dispose() => _folder.Dispose();
}
