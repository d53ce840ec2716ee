using System.Text;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Runtime;

/// <summary>
/// The line-based text that the device reads: which extensions a boot mode merges, in which order, and where they
/// are. One image a line: <c>NAME TYPES store|factory SHA256</c>.
/// </summary>
public static class ModeList
{
    private static readonly Origin Origin = Origin.Generated("modes", "what each boot mode merges");

    /// <summary>The entries of the store: <c>default-mode</c> and one list below <c>modes/</c> for each mode.</summary>
    public static IEnumerable<Entry> Entries(
        IReadOnlyList<BootMode> modes, IReadOnlyDictionary<string, ExtensionImage> images)
    {
        BootMode start = modes.Single(mode => mode.IsDefault);
        yield return Entry.File("default-mode", Content.Text(start.Name + "\n"), Origin);
        foreach (BootMode mode in modes)
        {
            var text = new StringBuilder();
            foreach (string name in mode.Extensions)
            {
                ExtensionImage image = images[name];
                text.Append(name).Append(' ')
                    .Append(Types(image.Extension)).Append(' ')
                    .Append(image.InStore ? "store" : "factory").Append(' ')
                    .Append(image.Digest).Append('\n');
            }
            yield return Entry.File(UnixPath.Parse("modes/" + mode.Name), Content.Text(text.ToString()), Origin);
        }
    }

    private static string Types(Extension extension) => (extension.IsSysext, extension.IsConfext) switch
    {
        (true, true) => "sysext,confext",
        (false, true) => "confext",
        _ => "sysext",
    };
}
