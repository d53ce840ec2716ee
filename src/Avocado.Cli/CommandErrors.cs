using System.CommandLine;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli;

/// <summary>The one place where expected failures become a message and an exit code.</summary>
public static class CommandErrors
{
    /// <summary>The exit code of a failure that has a code.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a command that was stopped.</summary>
    public const int Cancelled = 130;

    /// <summary>Runs a parsed command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> GuardAsync(ParseResult command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            return await command.InvokeAsync(settings).ConfigureAwait(false);
        }
        catch (AvocadoException error)
        {
            await Console.Error.WriteLineAsync(Describe(error)).ConfigureAwait(false);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"avocado: error: {error.Message}").ConfigureAwait(false);
            return Failed;
        }
    }

    private static string Describe(AvocadoException error) => error.Location is { } at
        ? $"{at.File}({at.Line},{at.Column}): error {error.Code.Id}: {error.Message}"
        : $"avocado: error {error.Code.Id}: {error.Message}";
}
