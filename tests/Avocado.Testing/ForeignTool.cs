using System.Diagnostics;

namespace Avocado.Testing;

/// <summary>Runs the independent verifiers that decide whether our formats are right.</summary>
public static class ForeignTool
{
    private static readonly string[] SystemFolders =
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/lib/systemd"];

    /// <summary>The full path of a tool, or null when this host does not have it.</summary>
    public static string? Find(string tool)
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders);
        return folders.Select(f => Path.Combine(f, tool)).FirstOrDefault(File.Exists);
    }

    /// <summary>The reason to skip a test that needs <paramref name="tools"/>, or null when all are there.</summary>
    public static string? WhyMissing(params string[] tools)
    {
        string[] missing = tools.Where(t => Find(t) is null).ToArray();
        return missing.Length == 0 ? null : "needs " + string.Join(", ", missing) + " (.ci/run installs them)";
    }

    /// <summary>Runs a tool to its end; fails the test when it does not end with exit code 0.</summary>
    public static ToolResult Run(string tool, params string[] arguments)
    {
        ToolResult result = Try(tool, arguments);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException(
                $"{tool} {string.Join(' ', arguments)} ended with {result.ExitCode}\n{result.Output}\n{result.Error}");
    }

    /// <summary>Runs a tool to its end, whatever its exit code.</summary>
    public static ToolResult Try(string tool, params string[] arguments) => Try(tool, null, null, arguments);

    /// <summary>Runs a tool in a folder, with bytes on its standard input.</summary>
    public static ToolResult Try(string tool, string? folder, byte[]? input, string[] arguments)
    {
        var start = new ProcessStartInfo(Find(tool) ?? throw new InvalidOperationException($"{tool} is not installed"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool ended without reading its input; its exit code says why.
        }
        process.WaitForExit();
        copy.GetAwaiter().GetResult();
        return new ToolResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }
}
