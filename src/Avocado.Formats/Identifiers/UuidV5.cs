using System.Security.Cryptography;
using System.Text;

namespace Avocado.Formats.Identifiers;

/// <summary>UUIDs made from names (RFC 9562 section 5.5).</summary>
public static class UuidV5
{
    /// <summary>The UUID of <paramref name="name"/> (as UTF-8) in the namespace <paramref name="ns"/>.</summary>
    public static Guid Create(Guid ns, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] message = [.. ns.ToTextOrder(), .. Encoding.UTF8.GetBytes(name)];
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The version is defined with SHA-1; it names things and protects nothing.
        SHA1.HashData(message, hash);
#pragma warning restore CA5350
        return UuidBits.Mark(hash, version: 5);
    }
}
