using System.Text.RegularExpressions;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>What a name on the device may look like.</summary>
/// <param name="Description">For messages: "write …".</param>
internal sealed partial record NameRule(Regex Pattern, string Description)
{
    /// <summary>Extensions and boot modes: file names, unit instances and words of line-based lists.</summary>
    public static NameRule Plain { get; } =
        new(PlainPattern(), "lower case letters, digits and '-', beginning with a letter, at most 32");

    /// <summary>IMAGE_ID, as os-release(5) restricts it.</summary>
    public static NameRule ImageId { get; } = new(ImageIdPattern(), "");

    /// <summary>
    /// IMAGE_VERSION before its '-' becomes '~': '+' ends the name where boot counting begins, '_' separates the
    /// version from the id in file names.
    /// </summary>
    public static NameRule Version { get; } =
        new(VersionPattern(), "numbers with dots, then '-' and letters, digits, dots or '-', such as 1.4.0-rc.1");

    /// <summary>Debian's package names (Policy 5.6.1).</summary>
    public static NameRule DebianPackage { get; } =
        new(DebianPackagePattern(), "lower case letters, digits, '+', '-' and '.', at least two");

    /// <summary>systemd's unit names, with their suffix.</summary>
    public static NameRule Unit { get; } =
        new(UnitPattern(), "letters, digits, ':', '-', '_', '.', '@' and a unit type such as .service");

    /// <summary>The part of a unit name before its suffix.</summary>
    public static NameRule UnitStem { get; } = new(UnitStemPattern(), "letters, digits, ':', '-', '_' and '.'");

    /// <summary>Users and groups, as systemd's strict rule has them.</summary>
    public static NameRule Account { get; } =
        new(AccountPattern(), "lower case letters, digits, '-' and '_', beginning with a letter or '_', at most 31");

    public bool Allows(string name) => Pattern.IsMatch(name);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex PlainPattern();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex ImageIdPattern();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)*(-[A-Za-z0-9.-]+)?\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]+\z")]
    private static partial Regex DebianPackagePattern();

    [GeneratedRegex(@"^[A-Za-z0-9:_.@-]+\.(service|socket|target|timer|path|mount|automount|swap|slice|scope|device)\z")]
    private static partial Regex UnitPattern();

    [GeneratedRegex(@"^[A-Za-z0-9:_.-]+\z")]
    private static partial Regex UnitStemPattern();

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,30}\z")]
    private static partial Regex AccountPattern();
}
