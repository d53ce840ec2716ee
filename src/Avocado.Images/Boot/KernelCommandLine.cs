using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Boot;

/// <summary>The command line that is signed with the kernel: through it the whole root file system is trusted.</summary>
public static class KernelCommandLine
{
    // x86 takes 2047 characters; what modes and firmware append must fit too.
    private const int MaxLength = 1536;

    /// <summary>The command line of the default mode.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0203: it is too long.</exception>
    public static string Of(ImageProject project, Sha256Digest rootHash)
    {
        ArgumentNullException.ThrowIfNull(project);
        string line = string.Join(' ',
        [
            "roothash=" + rootHash,
            "systemd.verity_root_options=restart-on-corruption",
            "systemd.machine_id=firmware",
            "quiet",
            .. project.Board.KernelArguments,
            .. project.KernelArguments,
        ]);
        return line.Length <= MaxLength
            ? line
            : throw Avocado.Files.Diagnostics.Codes.FormatLimit.Error(
                "the kernel command line", $"it has {line.Length} characters of {MaxLength}");
    }

    /// <summary>What the addon of a mode appends.</summary>
    public static string OfMode(BootMode mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        return "avocado.mode=" + mode.Name;
    }
}
