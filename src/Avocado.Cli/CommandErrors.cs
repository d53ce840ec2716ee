using System.CommandLine;
using System.CommandLine.Invocation;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli;

/// <summary>The one place where expected failures become a message and an exit code.</summary>
internal static class CommandErrors
{
    /// <summary>The exit code of a failure that has a code.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a command line that is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The exit code of a command that was stopped.</summary>
    public const int Cancelled = 130;

    /// <summary>How long a command may take to end cleanly: a device shuts down, files are put away.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a parsed command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> GuardAsync(ParseResult command)
    {
        try
        {
            var settings = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = EndLimit,
            };
            int code = await command.InvokeAsync(settings).ConfigureAwait(false);
            return command.Action is ParseErrorAction ? Usage : code;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
        catch (Exception error) when (IsExpected(error))
        {
            Show(error);
            return Failed;
        }
    }

    /// <summary>True for failures that get a message: those with a code, and those of the host.</summary>
    public static bool IsExpected(Exception error) =>
        error is AvocadoException or IOException or UnauthorizedAccessException;

    /// <summary>Shows an expected failure.</summary>
    public static void Show(Exception error)
    {
        // Messages may quote names from an image.
        Console.Error.WriteLine(SafeText.Clean(Describe(error)));
    }

    private static string Describe(Exception error) => error switch
    {
        AvocadoException { Location: { } at } coded =>
            $"{at.File}({at.Line},{at.Column}): error {coded.Code.Id}: {coded.Message}",
        AvocadoException coded => $"avocado: error {coded.Code.Id}: {coded.Message}",
        _ => $"avocado: error: {error.Message}",
    };
}
