using System.Collections.Immutable;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>A line of /etc/group.</summary>
/// <param name="Name">Name.</param>
/// <param name="Gid">Group id.</param>
/// <param name="Members">Names of further members, in byte order.</param>
public sealed record SystemGroup(string Name, uint Gid, ImmutableSortedSet<string> Members)
{
    /// <summary>A group without further members.</summary>
    public SystemGroup(string name, uint gid)
        : this(name, gid, ImmutableSortedSet.Create<string>(StringComparer.Ordinal))
    {
    }
}
