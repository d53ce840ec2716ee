using Avocado.Benchmarks.Commands;
using Avocado.Benchmarks.Micro;
using Avocado.Files.Diagnostics;

namespace Avocado.Benchmarks;

/// <summary>Micro benchmarks, and the commands that compare.sh times and prepares with.</summary>
internal static class Program
{
    private const string Usage = """
        micro [--corpus FOLDER] [BenchmarkDotNet options]    kernels, such as: micro --filter '*Encode*'
        image --tree FOLDER --output FILE [...]              a host tree as a signed disk image
        image --packages LIST --cache FOLDER --output FILE   the same from packages
        image [...] --reuse --base FILE                      over the last run's, and over an earlier file system
        update --earlier FILE --image FILE --output FILE     the blocks of 4 KiB that are nowhere in the earlier one
        extensions --trees FOLDER --output FOLDER [...]      one extension image for each folder in it
        unpack --packages LIST --cache FOLDER [--prepare]    packages into the package cache
        tree --files N --output FOLDER [--seed N]            a synthetic tree of small files
        kernel --size BYTES --output FILE                    bytes that do not compress
        keys --output FOLDER                                 keys to sign with
        codecs                                               the codecs there are
        nothing                                              start and end
        serve                                                commands from standard input, in this one process
        report --results FILE                                results of compare.sh as Markdown
        image and extensions take: --codec NAME --level N --block-size BYTES --threads N --keys FOLDER --verbose
        """;

    private static int Main(string[] args)
    {
        try
        {
            return args is [var command, .. var rest] ? Run(command, rest) : Fail(Usage);
        }
        catch (Exception error) when (error is AvocadoException or ArgumentException or IOException)
        {
            return Fail(error.Message);
        }
    }

    private static int Run(string command, string[] rest)
    {
        // BenchmarkDotNet has options of its own.
        if (command == "micro")
        {
            return MicroBenchmarks.Run(rest);
        }
        if (command == "serve")
        {
            return ServeCommand.Run(Main);
        }
        CommandOptions options = CommandOptions.Parse(rest);
        switch (command)
        {
            case "image":
                ImageCommand.Run(options);
                break;
            case "update":
                UpdateCommand.Run(options);
                break;
            case "extensions":
                ExtensionsCommand.Run(options);
                break;
            case "unpack":
                UnpackCommand.Run(options);
                break;
            case "tree":
                TreeCommand.Run(options);
                break;
            case "kernel":
                KernelCommand.Run(options);
                break;
            case "keys":
                KeysCommand.Run(options);
                break;
            case "codecs":
                Console.WriteLine(string.Join('\n', CodecCatalog.Names));
                break;
            case "nothing":
                break;
            case "report":
                ReportCommand.Run(options);
                break;
            default:
                return Fail(Usage);
        }
        options.RequireAllUsed();
        return 0;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
