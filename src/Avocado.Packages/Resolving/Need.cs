using Avocado.Packages.Debian;

namespace Avocado.Packages.Resolving;

/// <summary>Something that must be met in a target.</summary>
/// <param name="Wanted">What.</param>
/// <param name="Owner">Who needs it; null when the project asks for it.</param>
/// <param name="Reason">Why, as the lock file says it.</param>
/// <param name="Request">The project's request, when it is one.</param>
internal sealed record Need(Dependency Wanted, Pick? Owner, string Reason, PackageRequest? Request = null)
{
    /// <summary>The project's request at the beginning of the way to this need.</summary>
    public PackageRequest? FindRequest()
    {
        Need need = this;
        while (need.Owner is { } owner)
        {
            need = owner.Because;
        }
        return need.Request;
    }
}
