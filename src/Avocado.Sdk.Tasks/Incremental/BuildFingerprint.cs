using System.Globalization;
using System.Reflection;
using System.Text;
using Avocado.Files;
using Avocado.Sdk.Tasks.Reading;
using Avocado.Signing;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Incremental;

/// <summary>
/// Digests over everything that an image is made from, taken from the tasks' parameters as MSBuild gave them: a build
/// with nothing to do must not read the project first. The tools themselves are inputs too.
/// </summary>
internal static class BuildFingerprint
{
    /// <summary>
    /// What changes no image: where things are cached, whose address may hold a password besides, what is for messages
    /// alone, and which of the ways was taken to name the board.
    /// </summary>
    private static readonly HashSet<string> s_leftOut = new(StringComparer.Ordinal)
    {
        nameof(PackageTask.CacheFolder), nameof(PackageTask.CacheSize), nameof(PackageTask.RemoteCache),
        nameof(PackageTask.RemoteCacheWrite), nameof(PackageTask.CacheResults), nameof(PackageTask.BoardFolders),
        nameof(PackageTask.GivenTargetFramework), nameof(PackageTask.StateFile), nameof(BuildDeviceImage.Outputs),
    };

    /// <summary>Every parameter, and a stat stamp of every input file.</summary>
    /// <returns>64 hexadecimal characters.</returns>
    public static string OfInputs(BuildDeviceImage task)
    {
        var text = new StringBuilder();
        AddParameters(text, task, typeof(PackageTask));
        AddParameters(text, task, typeof(BuildDeviceImage));
        foreach (ITaskItem item in (IEnumerable<ITaskItem>)[.. task.Overlays, .. task.AppOutputs, .. task.SystemUnits])
        {
            AddPath(text, FullPath(task, item.ItemSpec));
        }
        foreach (ITaskItem key in task.SigningKeys)
        {
            AddBytes(text, task, key.GetMetadata("Certificate"));
        }
        AddBaseImage(text, task);
        AddTools(text);
        return Digest(text);
    }

    /// <summary>Inputs that the build itself makes when they are missing: the lock file and the development keys.</summary>
    /// <returns>64 hexadecimal characters.</returns>
    public static string OfMadeInputs(BuildDeviceImage task)
    {
        var text = new StringBuilder();
        AddBytes(text, task, task.LockFile);
        if (task.SigningKeys.Length == 0)
        {
            AddPath(text, SettingReader.Given(task.DevelopmentKeyFolder) is { } folder
                ? FullPath(task, folder)
                : DevelopmentKeys.DefaultFolder);
        }
        return Digest(text);
    }

    /// <summary>What decides whether the lock file fits the project, that file and the base image included.</summary>
    /// <returns>64 hexadecimal characters.</returns>
    public static string OfPackages(PackageTask task)
    {
        var text = new StringBuilder();
        AddParameters(text, task, typeof(PackageTask));
        AddBytes(text, task, task.LockFile);
        AddBaseImage(text, task);
        AddTools(text);
        return Digest(text);
    }

    private static string Digest(StringBuilder text) =>
        Sha256Digest.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString();

    // Asking for all of them means that a parameter that is added later cannot be forgotten here.
    private static void AddParameters(StringBuilder text, PackageTask task, Type declaring)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (PropertyInfo property in declaring.GetProperties(Own)
            .Where(p => !s_leftOut.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append(property.Name).Append('\n');
            switch (property.GetValue(task))
            {
                case ITaskItem[] items:
                    Array.ForEach(items, item => AddItem(text, item));
                    break;
                case string[] values:
                    Array.ForEach(values, value => AddText(text, value));
                    break;
                case { } value:
                    AddText(text, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }
    }

    private static void AddItem(StringBuilder text, ITaskItem item)
    {
        AddText(text, item.ItemSpec);
        foreach (string name in item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            AddText(text, name);
            // As the project wrote it: two texts that unescaping makes the same may mean different keys.
            AddText(text, item is ITaskItem2 escaped ? escaped.GetMetadataValueEscaped(name) : item.GetMetadata(name));
        }
        text.Append('\n');
    }

    // With its length, so that no text looks like two.
    private static void AddText(StringBuilder text, string? value) =>
        text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1} ").Append(value).Append('\n');

    // The file that a link leads to: the link may stay as it is when another release is the latest.
    private static void AddBaseImage(StringBuilder text, PackageTask task)
    {
        if (SettingReader.Given(task.BaseImage) is { } image
            && new FileInfo(FullPath(task, image)) is { Exists: true } file)
        {
            AddEntry(text, file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
        }
    }

    private static void AddTools(StringBuilder text)
    {
        string folder = Path.GetDirectoryName(typeof(BuildFingerprint).Assembly.Location)!;
        foreach (string tool in Directory.EnumerateFiles(folder, "Avocado.*.dll").Order(StringComparer.Ordinal))
        {
            AddEntry(text, new FileInfo(tool));
        }
    }

    private static void AddBytes(StringBuilder text, PackageTask task, string path)
    {
        string digest = "absent";
        if (path.Length > 0 && FullPath(task, path) is var file && File.Exists(file))
        {
            using FileStream stream = File.OpenRead(file);
            digest = Sha256Digest.Of(stream).ToString();
        }
        text.Append(path).Append(' ').Append(digest).Append('\n');
    }

    private static void AddPath(StringBuilder text, string path)
    {
        if (Directory.Exists(path))
        {
            text.Append(path).Append('\n');
            AddFolder(text, path);
        }
        else
        {
            AddEntry(text, new FileInfo(path));
        }
    }

    private static void AddFolder(StringBuilder text, string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = FileAttributes.None };
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", all)
            .OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            AddEntry(text, entry);
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                AddFolder(text, entry.FullName);
            }
        }
    }

    // As the readers take it.
    private static string FullPath(PackageTask task, string path) => Path.GetFullPath(path, task.ProjectFolder);

    private static void AddEntry(StringBuilder text, FileSystemInfo entry)
    {
        // A folder's own time changes with every file that comes or goes; its entries say the same.
        string stamp = entry is FileInfo { Exists: true } file && file.LinkTarget is null
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")
            : entry.LinkTarget ?? "";
        int mode = OperatingSystem.IsWindows() || entry.LinkTarget is not null || !entry.Exists
            ? 0
            : (int)entry.UnixFileMode;
        text.Append(entry.FullName).Append(' ')
            .Append(mode.ToString(CultureInfo.InvariantCulture)).Append(' ')
            .Append(stamp).Append('\n');
    }
}
