namespace Avocado.Benchmarks.Commands;

/// <summary>
/// Runs commands in one process, as MSBuild's server and its nodes do: one for each line of standard input, whose words
/// are apart by tabs. Answers each with its exit code.
/// </summary>
internal static class ServeCommand
{
    public static int Run(Func<string[], int> run)
    {
        while (Console.In.ReadLine() is { } line)
        {
            Console.Out.WriteLine(run(line.Split('\t')));
            Console.Out.Flush();
        }
        return 0;
    }
}
