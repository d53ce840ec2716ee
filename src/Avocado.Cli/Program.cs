using System.CommandLine;
using Avocado.Cli;
using Avocado.Cli.Cache;
using Avocado.Cli.Diff;
using Avocado.Cli.Inspect;
using Avocado.Cli.Run;
using Avocado.Cli.Verify;

var root = new RootCommand("Inspects, compares, proves and runs device images. Works on images this SDK did not make.")
{
    InspectCommand.Create(),
    DiffCommand.Create(),
    RunCommand.Create(),
    VerifyCommand.Create(),
    CacheCommand.Create(),
};
return await CommandErrors.GuardAsync(root.Parse(args)).ConfigureAwait(false);
