namespace Avocado.Packages.Transfer;

/// <summary>How a download ended.</summary>
public enum DownloadOutcome
{
    /// <summary>The file is there and is the right one.</summary>
    Done,

    /// <summary>Every address said that it does not have the file.</summary>
    NotFound,

    /// <summary>An address gave another file, and no address the right one.</summary>
    Mismatch,

    /// <summary>The network or the servers failed.</summary>
    Failed,
}
