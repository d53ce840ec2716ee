using System.Runtime.InteropServices;

namespace Avocado.Files;

/// <summary>A file's bytes, held in memory.</summary>
public sealed record BytesContent : Content
{
    public BytesContent(ReadOnlyMemory<byte> memory)
        : base(memory.Length, Sha256Digest.Of(memory.Span)) => Memory = memory;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <inheritdoc/>
    public override Stream Open() => MemoryMarshal.TryGetArray(Memory, out ArraySegment<byte> array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(Memory.ToArray(), writable: false);

    /// <inheritdoc/>
    public bool Equals(BytesContent? other) => other is not null && Digest == other.Digest;

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.GetHashCode();
}
