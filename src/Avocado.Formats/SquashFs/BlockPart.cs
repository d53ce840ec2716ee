namespace Avocado.Formats.SquashFs;

/// <summary>A run of a file that the worker reads into a block.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">Where in the file the run starts.</param>
/// <param name="Length">Bytes of the run.</param>
/// <param name="Offset">Where in the uncompressed block it goes.</param>
internal readonly record struct BlockPart(StoredFile File, long Start, int Length, int Offset)
{
    /// <summary>Reads it.</summary>
    public void ReadInto(byte[] block)
    {
        using Stream stream = File.Open();
        File.Skip(stream, Start);
        File.Read(stream, block.AsSpan(Offset, Length));
    }
}
