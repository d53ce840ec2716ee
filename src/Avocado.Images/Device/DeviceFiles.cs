using System.Reflection;
using Avocado.Files;

namespace Avocado.Images.Device;

/// <summary>
/// The files that this SDK itself puts on a device. They lie in this project's folders as they lie in the image;
/// what is below <c>usr/lib/avocado</c> is a program.
/// </summary>
public static class DeviceFiles
{
    private static readonly UnixPath Programs = "usr/lib/avocado";

    /// <summary>The entries below one of this project's folders, such as "Device/root", in byte order.</summary>
    public static IReadOnlyList<Entry> Load(string folder)
    {
        string prefix = folder + "/";
        Assembly assembly = typeof(DeviceFiles).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => (Path: UnixPath.Parse(name[prefix.Length..]), Name: name))
                .OrderBy(file => file.Path)
                .Select(file => Entry.File(
                    file.Path,
                    Read(assembly, file.Name),
                    Origin.Generated("device", "selects extensions, blesses boots and reports"),
                    file.Path.IsIn(Programs) ? UnixMode.Executable : UnixMode.Plain)),
        ];
    }

    private static Content Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Content.Bytes(bytes);
    }
}
