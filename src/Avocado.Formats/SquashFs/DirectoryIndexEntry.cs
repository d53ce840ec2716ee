using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Lets a lookup skip to a later part of a long listing.</summary>
/// <param name="Position">Bytes from the listing's start to a run's header.</param>
/// <param name="Block">The directory table's block in which the header is.</param>
/// <param name="First">The run's first name is this path's.</param>
internal readonly record struct DirectoryIndexEntry(long Position, long Block, UnixPath First)
{
    /// <summary>Length in bytes, without the name.</summary>
    public const int Size = 3 * sizeof(uint);

    public void Write(ref FieldWriter writer)
    {
        writer.U32((uint)Position);
        writer.U32((uint)Block);
        writer.U32((uint)(First.Name.Length - 1));
        writer.Bytes(First.Name);
    }
}
