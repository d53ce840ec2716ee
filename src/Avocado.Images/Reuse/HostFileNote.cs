using Avocado.Files;

namespace Avocado.Images.Reuse;

/// <summary>What is known of a file of the host. It does not change: who learns more makes another one.</summary>
/// <param name="stamp">Size and change time that the file had.</param>
/// <param name="digest">SHA-256 of its content; null when it was never asked for.</param>
/// <param name="start">Its first bytes; null when they were never asked for.</param>
internal sealed class HostFileNote(StatStamp stamp, Sha256Digest? digest, ReadOnlyMemory<byte>? start)
{
    public StatStamp Stamp => stamp;

    public Sha256Digest? Digest => digest;

    public ReadOnlyMemory<byte>? Start => start;

    /// <summary>True when this build asked for it: what none asks for is forgotten.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Both together; what the other one knows goes first.</summary>
    public HostFileNote With(HostFileNote other) => new(stamp, other.Digest ?? digest, other.Start ?? start);
}
