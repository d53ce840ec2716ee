using Avocado.Files.Diagnostics;

namespace Avocado.Packages.OpenPgp;

/// <summary>Numbers of RFC 9580 that more than one type here needs.</summary>
internal static class OpenPgpFormat
{
    public const byte SignaturePacket = 2;
    public const byte PublicKeyPacket = 6;
    public const byte UserIdPacket = 13;
    public const byte PublicSubkeyPacket = 14;
    public const byte UserAttributePacket = 17;

    /// <summary>Version 4 of keys and signatures, the only one that archives use.</summary>
    public const byte Version4 = 4;

    public static DamagedFormatException Damaged(string what) => new("OpenPGP data", what);
}
