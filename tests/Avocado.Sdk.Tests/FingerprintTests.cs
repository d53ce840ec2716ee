using System.Reflection;
using Avocado.Sdk.Tasks;
using Avocado.Sdk.Tasks.Incremental;
using Microsoft.Build.Framework;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace Avocado.Sdk.Tests;

/// <summary>What makes a build do its work again: it is decided before the project is read.</summary>
public sealed class FingerprintTests : IDisposable
{
    // Caches, messages and the way in which the board was named.
    private static readonly string[] s_notInputs =
    [
        nameof(PackageTask.CacheFolder), nameof(PackageTask.CacheSize), nameof(PackageTask.RemoteCache),
        nameof(PackageTask.RemoteCacheWrite), nameof(PackageTask.CacheResults), nameof(PackageTask.BoardFolders),
        nameof(PackageTask.GivenTargetFramework), nameof(PackageTask.StateFile), nameof(BuildDeviceImage.Outputs),
    ];

    private readonly TestProject _project = new(Reading.Minimal);
    private readonly BuildDeviceImage _task;

    public FingerprintTests() => _task = ProjectParameters.ForBuild(_project.Evaluate());

    public static TheoryData<string> Parameters =>
    [
        .. new[] { typeof(PackageTask), typeof(BuildDeviceImage) }
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(p => p.Name),
    ];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Every_parameter_that_decides_the_image_is_an_input(string name)
    {
        string before = BuildFingerprint.OfInputs(_task);
        PropertyInfo parameter = typeof(BuildDeviceImage).GetProperty(name)!;
        parameter.SetValue(_task, Other(parameter.GetValue(_task), parameter.PropertyType));
        Assert.Equal(s_notInputs.Contains(name), before == BuildFingerprint.OfInputs(_task));
    }

    [Theory]
    [InlineData("modes", "etc/**=0644", "etc/**=0600")]
    [InlineData("Into", "app", "")]
    public void Metadata_of_an_item_is_an_input(string name, string first, string second)
    {
        var item = new TaskItem("overlay/");
        _task.Overlays = [item];
        item.SetMetadata(name, first);
        string before = BuildFingerprint.OfInputs(_task);
        item.SetMetadata(name, second);
        Assert.NotEqual(before, BuildFingerprint.OfInputs(_task));
        item.SetMetadata(name, first);
        Assert.Equal(before, BuildFingerprint.OfInputs(_task));
    }

    [Fact]
    public void Items_that_read_alike_when_strung_together_are_different()
    {
        _task.FeedPackages = [new TaskItem("a"), new TaskItem("b")];
        string two = BuildFingerprint.OfInputs(_task);
        _task.FeedPackages = [new TaskItem("a\n1 b")];
        Assert.NotEqual(two, BuildFingerprint.OfInputs(_task));
    }

    [Theory]
    [InlineData(nameof(BuildDeviceImage.Overlays))]
    [InlineData(nameof(BuildDeviceImage.AppOutputs))]
    public void A_file_that_comes_changes_or_goes_in_a_folder_is_seen(string name)
    {
        _project.Write("files/etc/one", "1");
        typeof(BuildDeviceImage).GetProperty(name)!.SetValue(_task, new ITaskItem[] { new TaskItem(Full("files")) });
        var seen = new HashSet<string> { BuildFingerprint.OfInputs(_task) };
        _project.Write("files/etc/two", "2");
        Assert.True(seen.Add(BuildFingerprint.OfInputs(_task)), "came");
        _project.Write("files/etc/two", "two");
        Assert.True(seen.Add(BuildFingerprint.OfInputs(_task)), "changed");
        File.Delete(Full("files/etc/one"));
        Assert.True(seen.Add(BuildFingerprint.OfInputs(_task)), "went");
        Directory.Delete(Full("files"), recursive: true);
        Assert.True(seen.Add(BuildFingerprint.OfInputs(_task)), "went with its folder");
    }

    [Fact]
    public void Another_certificate_and_another_lock_are_seen()
    {
        var key = new TaskItem("boot");
        key.SetMetadata("Certificate", _project.Write("boot.crt", "one"));
        _task.SigningKeys = [key];
        (string inputs, string made, string packages) = All();
        _project.Write("boot.crt", "two");
        Assert.NotEqual(inputs, BuildFingerprint.OfInputs(_task));
        _task.LockFile = _project.Write("other.lock.json", "{}");
        (string _, string madeNow, string packagesNow) = All();
        Assert.NotEqual(made, madeNow);
        Assert.NotEqual(packages, packagesNow);
    }

    [Fact]
    public void A_state_is_read_as_it_was_written_and_an_older_one_is_none()
    {
        string file = _project.Write("gateway.state", "");
        string output = _project.Write("image with spaces.img", "image");
        BuildState.Of("a", "b", "c", _project.Folder, [output]).Write(file);
        BuildState state = BuildState.TryRead(file)!;
        Assert.Equal(("a", "b", "c"), (state.Inputs, state.MadeInputs, state.Packages));
        Assert.True(state.OutputsAreThere(_project.Folder));
        File.AppendAllText(output, ".");
        Assert.False(state.OutputsAreThere(_project.Folder));

        string[] lines = File.ReadAllLines(file);
        for (int kept = 0; kept < lines.Length - 1; kept++)
        {
            File.WriteAllLines(file, lines[..kept]);
            Assert.Null(BuildState.TryRead(file));
        }
        File.WriteAllLines(file, ["avocado-state 1", .. lines[1..]]);
        Assert.Null(BuildState.TryRead(file));
    }

    public void Dispose()
    {
        _task.Dispose();
        _project.Dispose();
    }

    private static object Other(object? value, Type type) => value switch
    {
        bool flag => !flag,
        ITaskItem[] items => (ITaskItem[])[.. items, new TaskItem("another")],
        string[] texts => (string[])[.. texts, "another"],
        _ when type == typeof(string) => value + "another",
        _ => throw new NotSupportedException($"a parameter is of type {type}"),
    };

    private string Full(string name) => Path.Combine(_project.Folder, name);

    private (string Inputs, string Made, string Packages) All() =>
        (BuildFingerprint.OfInputs(_task), BuildFingerprint.OfMadeInputs(_task), BuildFingerprint.OfPackages(_task));
}
