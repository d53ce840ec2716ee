using Avocado.Files.Diagnostics;
using Avocado.Images.Model;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>The board of a build, or what is wrong with the way it was chosen.</summary>
internal sealed class BoardReader(ReadingContext context)
{
    private const string BoardsProperty = "Boards";

    /// <summary>The board without its kernel arguments and modules, or null after a report.</summary>
    public Board? Read(PackageTask task)
    {
        SourceLocation boards = context.Locator.Property(BoardsProperty);
        if (Words.Split(task.Boards).IsEmpty)
        {
            context.Found.Add(Codes.NoBoard, boards, KnownBoards(task).FirstOrDefault() ?? "a board");
            return null;
        }
        if (SettingReader.Given(task.WrittenTargetFramework) is { } written && !IsBoard(task, written))
        {
            context.Found.Add(Codes.TargetFrameworkWritten, context.Locator.Property("TargetFramework"), written);
            return null;
        }
        if (SettingReader.Given(task.GivenTargetFramework) is { } given && !IsBoard(task, given))
        {
            context.Found.Add(Codes.BoardNotInProject, boards, given, string.Join(", ", Words.Split(task.Boards)));
            return null;
        }
        if (SettingReader.Given(task.BoardArchitecture) is not { } architecture)
        {
            context.Found.Add(Codes.UnknownBoard, boards, task.Board, string.Join(", ", KnownBoards(task)));
            return null;
        }
        return Read(task, architecture);
    }

    private Board? Read(PackageTask task, string architectureName)
    {
        SourceLocation place = context.Locator.Property(BoardsProperty);
        Architecture? architecture = architectureName switch
        {
            "x64" => Architecture.X64,
            "arm64" => Architecture.Arm64,
            _ => null,
        };
        if (architecture is null)
        {
            context.Found.Add(Codes.IncompleteBoard, place, task.Board, "BoardArchitecture", architectureName,
                "x64 or arm64");
        }
        if (SettingReader.Given(task.BoardBootFlow) is not "uefi")
        {
            context.Found.Add(Codes.IncompleteBoard, place, task.Board, "BoardBootFlow", task.BoardBootFlow, "uefi");
        }
        if (SettingReader.Given(task.BoardTpm) is not ("required" or "none"))
        {
            context.Found.Add(Codes.IncompleteBoard, place, task.Board, "BoardTpm", task.BoardTpm,
                "required or none");
        }
        if (SettingReader.Given(task.KernelPackage) is null)
        {
            context.Found.Add(Codes.IncompleteBoard, place, task.Board, "BoardKernelPackage", "", "a package");
        }
        return architecture is null
            ? null
            : new Board
            {
                Name = task.Board,
                Architecture = architecture,
                BootFlow = task.BoardBootFlow ?? "",
                TpmRequired = task.BoardTpm == "required",
            };
    }

    private static bool IsBoard(PackageTask task, string name) =>
        Words.Split(task.Boards).Contains(name, StringComparer.Ordinal);

    // Files that say BoardArchitecture are boards; the others in the folder are what boards share.
    private static IEnumerable<string> KnownBoards(PackageTask task) =>
        task.BoardFolders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.props"))
            .Where(f => File.ReadAllText(f).Contains("<BoardArchitecture", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
}
