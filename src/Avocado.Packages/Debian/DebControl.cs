using System.Collections.Immutable;
using System.Globalization;
using Avocado.Files;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Debian;

/// <summary>What a package says of itself.</summary>
/// <param name="Paragraph">The control file.</param>
/// <param name="ConfigurationFiles">Files that belong to the device's administrator (conffiles).</param>
internal sealed record DebControl(Deb822Paragraph Paragraph, ImmutableArray<UnixPath> ConfigurationFiles)
{
    /// <summary>What Installed-Size declares, in bytes; null when it says nothing readable.</summary>
    public long? InstalledSize =>
        long.TryParse(Paragraph["Installed-Size"], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
        && kibibytes < long.MaxValue / 1024
            ? kibibytes * 1024
            : null;
}
