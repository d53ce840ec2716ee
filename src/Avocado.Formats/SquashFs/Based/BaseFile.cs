namespace Avocado.Formats.SquashFs.Based;

/// <summary>Where the base has the data of a file.</summary>
/// <param name="Body">Start, length, fragment.</param>
/// <param name="Sizes">How its own blocks are stored.</param>
internal sealed record BaseFile(FileBody Body, StoredSize[] Sizes)
{
    /// <summary>Its own blocks.</summary>
    public Extent Blocks { get; } = new((long)Body.Start, Sizes.Sum(size => (long)size.Length));

    /// <summary>True when a fragment has its tail.</summary>
    public bool HasFragment => Body.Fragment != SquashFsFormat.None;

    /// <summary>Bytes of the tail that a fragment has.</summary>
    public int TailLength(int blockSize) => HasFragment ? (int)(Body.Length % (ulong)blockSize) : 0;

    /// <summary>Lets a file lie where this one does.</summary>
    public void GiveTo(StoredFile file, int blockSize)
    {
        for (int i = 0; i < Sizes.Length; i++)
        {
            int length = (int)Math.Min(blockSize, file.Length - ((long)i * blockSize));
            file.Blocks.Add(i, Blocks.Start, length, Sizes[i]);
        }
        file.Fragment = Body.Fragment;
        file.FragmentOffset = (int)Body.FragmentOffset;
    }
}
