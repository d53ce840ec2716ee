using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>An image mounted by the kernel.</summary>
internal sealed class KernelMount : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KernelMount(byte[] image)
    {
        string file = _folder.Write("image", image);
        Directory.CreateDirectory(Path);
        ForeignTool.Run("mount", "-t", "squashfs", "-o", "loop,ro", file, Path);
    }

    /// <summary>Where the image is.</summary>
    public string Path => _folder["mounted"];

    public void Dispose()
    {
        // Between fork and exec, a tool that another test starts holds what is open here: the kernel waits for it.
        ForeignTool.Run("umount", "--lazy", Path);
        _folder.Dispose();
    }
}
