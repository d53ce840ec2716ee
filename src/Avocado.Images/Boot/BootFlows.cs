using Avocado.Files.Diagnostics;
using Avocado.Images.Boot.Uefi;
using Avocado.Images.Model;

namespace Avocado.Images.Boot;

/// <summary>The boot flows that this SDK has.</summary>
public static class BootFlows
{
    private static readonly IBootFlow[] All = [new UefiBootFlow()];

    /// <summary>The flow that a board names.</summary>
    /// <exception cref="AvocadoException">AVO0583: there is none of that name.</exception>
    public static IBootFlow For(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return All.FirstOrDefault(flow => flow.Name == board.BootFlow)
            ?? throw Codes.UnknownBootFlow.Error(
                board.BootFlow, board.Name, string.Join(", ", All.Select(flow => flow.Name)));
    }
}
