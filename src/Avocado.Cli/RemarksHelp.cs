using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Avocado.Cli;

/// <summary>A command's help with more to say than fits into the list of commands.</summary>
/// <param name="remarks">Shown below the options.</param>
internal sealed class RemarksHelp(string remarks) : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(remarks);
        return code;
    }
}
