namespace Avocado.Formats.SquashFs;

/// <summary>What came of asking for the next block.</summary>
internal enum BlockStep
{
    /// <summary>The slot is filled.</summary>
    Block,

    /// <summary>A file must be read first.</summary>
    Wait,

    /// <summary>There is no block any more.</summary>
    End,
}
