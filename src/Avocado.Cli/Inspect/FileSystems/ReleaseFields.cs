using System.Collections.Immutable;
using System.Text;
using Avocado.Images.SystemSetup;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>Reads os-release and extension-release as reports hold them.</summary>
internal static class ReleaseFields
{
    /// <summary>The fields; of one that is there twice the last, as systemd has it.</summary>
    public static ImmutableSortedDictionary<string, string> Of(byte[] text)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in OsRelease.Parse(Encoding.UTF8.GetString(text)).Fields)
        {
            fields[name] = value;
        }
        return fields.ToImmutable();
    }
}
