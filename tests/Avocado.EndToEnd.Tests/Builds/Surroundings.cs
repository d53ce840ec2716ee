namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>Who runs a build, and in which environment: what must not reach an image.</summary>
public sealed record Surroundings
{
    private const string Nobody = "65534";

    /// <summary>As the tests themselves run.</summary>
    public static Surroundings Own { get; } = new();

    /// <summary>Environment variables that this build has besides the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Octal, or null for the tests' own.</summary>
    public string? Umask { get; init; }

    /// <summary>Whether the build runs as nobody, which only root can make so.</summary>
    public bool AsNobody { get; init; }

    /// <summary>Whether the build has no network at all.</summary>
    public bool WithoutNetwork { get; init; }

    /// <summary>Whether this process may give up its user for another.</summary>
    public static bool CanChangeUser => Environment.IsPrivilegedProcess;

    /// <summary>The command line that runs a program in these surroundings.</summary>
    public IEnumerable<string> Wrap(IEnumerable<string> command)
    {
        if (WithoutNetwork)
        {
            string[] unshare = Environment.IsPrivilegedProcess ? ["unshare", "-n", "--"] : ["unshare", "-rn", "--"];
            return unshare.Concat((this with { WithoutNetwork = false }).Wrap(command));
        }
        if (AsNobody)
        {
            return new[] { "setpriv", "--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups", "--" }
                .Concat((this with { AsNobody = false }).Wrap(command));
        }
        return Umask is null ? command : ["sh", "-c", $"umask {Umask}; exec \"$@\"", "sh", .. command];
    }

    /// <summary>Gives a folder and everything in it to the user of the build.</summary>
    public void HandOver(string folder)
    {
        if (AsNobody)
        {
            Avocado.Testing.ForeignTool.Run("chown", "-R", $"{Nobody}:{Nobody}", folder);
        }
    }
}
