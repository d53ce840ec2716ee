namespace Avocado.Packages.Resolving;

/// <summary>A package that was chosen for a target.</summary>
/// <param name="Record">The package.</param>
/// <param name="Because">The need it meets.</param>
internal sealed record Pick(PackageRecord Record, Need Because)
{
    /// <summary>The way from the project's request to this package, for messages.</summary>
    public string Chain()
    {
        var names = new List<string>();
        for (Pick? pick = this; pick is not null; pick = pick.Because.Owner)
        {
            names.Add(pick.Record.Name);
        }
        names.Reverse();
        return "the project asks for " + string.Join(", which needs ", names);
    }
}
