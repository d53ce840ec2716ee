using System.Diagnostics;
using System.Text;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>A run of the .NET CLI out of process, as a user starts it.</summary>
public sealed class DotNet : IDisposable
{
    // What dotnet test says to its own children means nothing to a build that a user starts.
    private static readonly string[] s_ownVariables =
        ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "COVERLET", "NUGET_PACKAGES", "DOTNET_HOST_PATH"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private DotNet(Process process) => _process = process;

    /// <summary>Everything that the run has printed until now.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Runs to the end.</summary>
    public static BuildResult Run(string folder, Surroundings surroundings, params string[] arguments)
    {
        using DotNet run = Start(folder, surroundings, arguments);
        return run.WaitForEnd();
    }

    /// <summary>Starts a run.</summary>
    public static DotNet Start(string folder, Surroundings surroundings, params string[] arguments)
    {
        // Whoever started the tests in a shell's background made SIGINT ignored, which processes inherit.
        string[] reset = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] command = [.. surroundings.Wrap(
        [
            .. reset, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", .. arguments,
            "-nodeReuse:false",
        ])];
        var start = new ProcessStartInfo(ForeignTool.Find(command[0]) ?? command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.ToArray())
        {
            if (s_ownVariables.Any(own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            {
                start.Environment.Remove(name);
            }
        }
        // No compiler server outlives the build.
        start.Environment["UseSharedCompilation"] = "false";
        foreach ((string name, string value) in surroundings.Variables)
        {
            start.Environment[name] = value;
        }
        var run = new DotNet(new Process { StartInfo = start });
        run._process.OutputDataReceived += run.Add;
        run._process.ErrorDataReceived += run.Add;
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits and gives what happened.</summary>
    public BuildResult WaitForEnd()
    {
        _process.WaitForExit();
        return new BuildResult(_process.ExitCode, Output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private void Add(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
