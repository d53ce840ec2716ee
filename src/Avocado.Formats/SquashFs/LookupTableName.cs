namespace Avocado.Formats.SquashFs;

/// <summary>The lookup tables that grow with an image.</summary>
internal enum LookupTableName
{
    /// <summary>Where each fragment is.</summary>
    Fragments,

    /// <summary>Where each inode is.</summary>
    Export,
}
