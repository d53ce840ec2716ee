namespace Avocado.Packages.Transfer;

/// <summary>How a download ended.</summary>
public enum DownloadOutcome
{
    /// <summary>The file is there and is the right one.</summary>
    Done,

    /// <summary>An address said that it does not have the file, and no address has it.</summary>
    NotFound,

    /// <summary>An address gave another file, and no address the right one.</summary>
    Mismatch,

    /// <summary>The network or the servers failed at every address.</summary>
    Failed,
}
