using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Resolving;

/// <summary>
/// Chooses the packages of one target, breadth first: what meets a need already is kept, else the first real package
/// among the alternatives (the newest version that fits), else a provider by name. A choice that leads nowhere is
/// taken back, the latest first.
/// </summary>
internal sealed class TargetSearch(
    PackageIndex index, string architecture, ImmutableHashSet<string> excluded, ImmutableArray<Pick> below,
    ImmutableArray<ExtraNeed> extras)
{
    /// <summary>Real archives need a handful; whoever needs more gets the first dead end explained.</summary>
    private const int MaxRetreats = 5000;

    /// <summary>How many packages a message names.</summary>
    private const int MaxNamed = 5;

    private readonly List<Need> _needs = [];
    private readonly List<Pick> _picks = [];
    private readonly Dictionary<string, Pick> _byName = below.ToDictionary(p => p.Record.Name, StringComparer.Ordinal);
    private readonly Stack<Decision> _decisions = new();
    private int _next;
    private int _retreats;

    /// <summary>Chooses.</summary>
    /// <exception cref="AvocadoException">AVO0304, AVO0305: there is no choice.</exception>
    public ImmutableArray<Pick> Run(IEnumerable<PackageRequest> requests)
    {
        foreach (PackageRequest request in requests)
        {
            var wanted = new Dependency(DependencyKind.Depends, [new PackageRelation(request.Name)]);
            _needs.Add(new Need(wanted, null, "requested", request));
        }
        AvocadoException? firstFailure = null;
        while (_next < _needs.Count)
        {
            Need need = _needs[_next];
            if (IsMet(need))
            {
                _next++;
                continue;
            }
            PackageRecord[] options = [.. Candidates(need).Where(c => FindConflict(c) is null)];
            if (options.Length > 0)
            {
                _decisions.Push(new Decision(_next, _needs.Count, _picks.Count, options, 0));
                Take(options[0], need);
                continue;
            }
            firstFailure ??= Explain(need);
            if (!Retreat())
            {
                throw firstFailure;
            }
        }
        return [.. _picks];
    }

    private bool IsMet(Need need) => need.Wanted.Alternatives.Any(wanted =>
        need.Request is null && IsLeftOut(wanted)
        || _byName.Values.Any(p => need.Request is null ? Meets(p.Record, wanted) : p.Record.Name == wanted.Name));

    /// <summary>Leaving a package out also does without what it would have provided.</summary>
    private bool IsLeftOut(PackageRelation wanted) => excluded.Contains(wanted.Name)
        || index.FindProviders(wanted.Name).Any(p => excluded.Contains(p.Name) && Meets(p, wanted));

    private bool Meets(PackageRecord record, PackageRelation wanted) =>
        wanted.FitsArchitecture(architecture) && record.Satisfies(wanted);

    /// <summary>What could meet a need, best first.</summary>
    private IEnumerable<PackageRecord> Candidates(Need need)
    {
        ImmutableArray<PackageRelation> alternatives = need.Wanted.Alternatives;
        IEnumerable<PackageRecord> real = alternatives.SelectMany(wanted =>
            index.Find(wanted.Name).Where(r => wanted.FitsArchitecture(architecture) && wanted.Accepts(r.Version)));
        IEnumerable<PackageRecord> providers = need.Request is null
            ? alternatives.SelectMany(wanted => index.FindProviders(wanted.Name).Where(r => Meets(r, wanted)))
            : [];
        return real.Concat(providers).Where(r => !excluded.Contains(r.Name)).Distinct();
    }

    /// <summary>Who forbids a candidate, and why; null when nobody does.</summary>
    private (Pick Other, string Reason)? FindConflict(PackageRecord candidate)
    {
        if (_byName.TryGetValue(candidate.Name, out Pick? same))
        {
            return (same, $"{same.Record} is there already");
        }
        foreach (Pick pick in below.Concat(_picks))
        {
            if (pick.Record.FindRefusalOf(candidate) is { } theirs)
            {
                return (pick, $"{pick.Record.Name} conflicts with '{theirs}'");
            }
            if (candidate.FindRefusalOf(pick.Record) is { } ours)
            {
                return (pick, $"{candidate.Name} conflicts with '{ours}'");
            }
        }
        return null;
    }

    private void Take(PackageRecord record, Need need)
    {
        var pick = new Pick(record, need);
        _picks.Add(pick);
        _byName.Add(record.Name, pick);
        foreach (Dependency dependency in record.Dependencies)
        {
            string field = dependency.Kind == DependencyKind.PreDepends ? "Pre-Depends" : "Depends";
            _needs.Add(new Need(dependency, pick, $"{field} of {record.Name}"));
        }
        foreach (ExtraNeed extra in extras.Where(e => e.Owner == record.Name))
        {
            var wanted = new Dependency(DependencyKind.Dlopen, [.. extra.Packages.Select(p => new PackageRelation(p))]);
            _needs.Add(new Need(wanted, pick, extra.Reason));
        }
        _next++;
    }

    /// <summary>Goes back to the latest choice that has another option, and takes that.</summary>
    private bool Retreat()
    {
        while (_decisions.TryPop(out Decision? decision))
        {
            for (int i = _picks.Count - 1; i >= decision.Picks; i--)
            {
                _byName.Remove(_picks[i].Record.Name);
                _picks.RemoveAt(i);
            }
            _needs.RemoveRange(decision.Needs, _needs.Count - decision.Needs);
            _next = decision.Next;
            int option = decision.Option + 1;
            if (option < decision.Options.Length && ++_retreats <= MaxRetreats)
            {
                _decisions.Push(decision with { Option = option });
                Take(decision.Options[option], _needs[_next]);
                return true;
            }
        }
        return false;
    }

    private AvocadoException Explain(Need need)
    {
        string wanted = need.Wanted.ToString();
        string owner = need.Owner?.Record.ToString() ?? wanted;
        string chain = need.Owner?.Chain() ?? "the project asks for it";
        foreach (PackageRecord candidate in Candidates(need))
        {
            if (FindConflict(candidate) is var (other, reason))
            {
                return Codes.PackageConflict.ErrorAt(
                    need.FindRequest()?.SourceLocation, candidate, other.Record, reason,
                    new Pick(candidate, need).Chain(), other.Chain());
            }
        }
        string[] there =
        [
            .. need.Wanted.Alternatives.SelectMany(a => index.Find(a.Name)).Select(r => r.ToString())
                .Distinct().Take(MaxNamed),
        ];
        string why = there.Length > 0 ? $"the feeds only have {string.Join(", ", there)}" : "no feed has that";
        return Codes.UnsatisfiedDependency.ErrorAt(need.FindRequest()?.SourceLocation, owner, wanted, why, chain);
    }

    private sealed record Decision(int Next, int Needs, int Picks, PackageRecord[] Options, int Option);
}
