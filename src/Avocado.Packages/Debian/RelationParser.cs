using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Debian;

/// <summary>
/// Reads relation fields of binary packages (Debian Policy 7.1). Architecture and profile lists, which only source
/// packages have, are refused.
/// </summary>
public static class RelationParser
{
    private const string Format = "package relation";

    /// <summary>Reads Depends or Pre-Depends: groups separated by ',', alternatives by '|'.</summary>
    /// <exception cref="DamagedFormatException">The field does not follow its syntax.</exception>
    public static ImmutableArray<Dependency> ParseDependencies(string? field, DependencyKind kind)
    {
        if (string.IsNullOrWhiteSpace(field))
        {
            return [];
        }
        ImmutableArray<Dependency>.Builder groups = ImmutableArray.CreateBuilder<Dependency>();
        foreach (Range group in field.AsSpan().Split(','))
        {
            // A trailing comma is common in hand-written control files, and harmless.
            if (!field.AsSpan()[group].IsWhiteSpace())
            {
                groups.Add(new Dependency(kind, ParseList(field.AsSpan()[group], '|')));
            }
        }
        return groups.ToImmutable();
    }

    /// <summary>Reads Conflicts, Breaks, Provides or Replaces: names separated by ','.</summary>
    /// <exception cref="DamagedFormatException">The field does not follow its syntax.</exception>
    public static ImmutableArray<PackageRelation> ParseRelations(string? field) =>
        string.IsNullOrWhiteSpace(field) ? [] : ParseList(field.AsSpan().TrimEnd().TrimEnd(','), ',');

    private static ImmutableArray<PackageRelation> ParseList(ReadOnlySpan<char> text, char separator)
    {
        ImmutableArray<PackageRelation>.Builder all = ImmutableArray.CreateBuilder<PackageRelation>();
        foreach (Range range in text.Split(separator))
        {
            all.Add(ParseOne(text[range].Trim()));
        }
        return all.ToImmutable();
    }

    private static PackageRelation ParseOne(ReadOnlySpan<char> text)
    {
        int nameEnd = text.IndexOfAny(NameEnds);
        ReadOnlySpan<char> name = nameEnd < 0 ? text : text[..nameEnd];
        if (!IsName(name))
        {
            throw Damaged(text);
        }
        ReadOnlySpan<char> rest = text[name.Length..];
        string? qualifier = null;
        if (rest.StartsWith(":"))
        {
            int end = rest[1..].IndexOfAnyExcept(NameCharacters);
            ReadOnlySpan<char> word = end < 0 ? rest[1..] : rest.Slice(1, end);
            if (word.IsEmpty)
            {
                throw Damaged(text);
            }
            qualifier = word.ToString();
            rest = rest[(1 + word.Length)..];
        }
        rest = rest.Trim();
        return new PackageRelation(name.ToString(), qualifier, rest.IsEmpty ? null : ParseConstraint(rest, text));
    }

    private static VersionConstraint ParseConstraint(ReadOnlySpan<char> rest, ReadOnlySpan<char> whole)
    {
        if (rest is not ['(', .., ')'])
        {
            throw Damaged(whole);
        }
        rest = rest[1..^1].Trim();
        int signEnd = rest.IndexOfAnyExceptInRange('<', '>');
        // '<', '=' and '>' are neighbours in ASCII. The first and the last alone are old spellings of '<=' and '>='
        // (deb-control(5)).
        VersionOperator? sign = (signEnd < 0 ? rest : rest[..signEnd]) switch
        {
            "<<" => VersionOperator.Earlier,
            "<=" or "<" => VersionOperator.EarlierOrEqual,
            "=" => VersionOperator.Equal,
            ">=" or ">" => VersionOperator.LaterOrEqual,
            ">>" => VersionOperator.Later,
            _ => null,
        };
        string version = signEnd < 0 ? "" : rest[signEnd..].Trim().ToString();
        return sign is { } known && DebianVersion.IsValid(version)
            ? new VersionConstraint(known, new DebianVersion(version))
            : throw Damaged(whole);
    }

    /// <summary>
    /// True when the text can be the name of a package (Debian Policy 5.6.1, with the '_' some feeds use).
    /// </summary>
    public static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 1 and < 256 && char.IsAsciiLetterOrDigit(name[0]) && !name.ContainsAnyExcept(NameCharacters);

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._");

    private static readonly System.Buffers.SearchValues<char> NameEnds =
        System.Buffers.SearchValues.Create(" \t\n(:[<");

    private static DamagedFormatException Damaged(ReadOnlySpan<char> text) =>
        new(Format, $"'{(text.Length > 100 ? text[..100] : text).ToString()}'");
}
