using Avocado.Files;
using Avocado.Images.HostFiles;

namespace Avocado.Images.Tests.HostFiles;

/// <summary>A host whose folder "/host" has what a test says, whatever the real one allows.</summary>
internal sealed class FakeHost(params HostItem[] items) : IHostFileSystem
{
    public const string Folder = "/host";

    public static HostItem File(string name, bool? executable = null) =>
        new(name, Folder + "/" + name, HostItemKind.File, "", executable, new StatStamp(1, 2));

    public static HostItem Link(string name, string target) =>
        new(name, Folder + "/" + name, HostItemKind.Link, target, null, default);

    public IReadOnlyList<HostItem> List(string folder) =>
        folder == Folder ? items : throw new DirectoryNotFoundException();

    public int ReadStart(string hostPath, Span<byte> bytes) => 0;

    public bool IsSpecial(string hostPath) => false;
}
