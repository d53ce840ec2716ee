using Avocado.Images.HostFiles;

namespace Avocado.Images.Tests.HostFiles;

/// <summary>The real host as one without Unix modes shows it.</summary>
internal sealed class ModelessHost : IHostFileSystem
{
    public IReadOnlyList<HostItem> List(string folder) =>
        [.. HostFileSystem.Instance.List(folder).Select(i => i with { IsExecutable = null })];

    public int ReadStart(string hostPath, Span<byte> bytes) => HostFileSystem.Instance.ReadStart(hostPath, bytes);

    public bool IsSpecial(string hostPath) => HostFileSystem.Instance.IsSpecial(hostPath);
}
