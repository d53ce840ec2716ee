using Avocado.Formats.SquashFs.Based;

namespace Avocado.Images.Base;

/// <summary>A file system of the base while it is used.</summary>
internal sealed class OpenBase(BaseFileSystem fileSystem, Stream image) : IDisposable
{
    public BaseFileSystem FileSystem => fileSystem;

    /// <inheritdoc/>
    public void Dispose() => image.Dispose();
}
