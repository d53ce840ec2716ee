namespace Avocado.Packages.OpenPgp;

/// <summary>What a signature says (RFC 9580 section 5.2.1); only the kinds that decide something here.</summary>
internal enum SignatureType : byte
{
    /// <summary>A document, as text with canonical line ends.</summary>
    Text = 0x01,

    /// <summary>A key and a user id, from "no statement" …</summary>
    FirstCertification = 0x10,

    /// <summary>… to "checked carefully".</summary>
    LastCertification = 0x13,

    /// <summary>A primary key takes a subkey.</summary>
    SubkeyBinding = 0x18,

    /// <summary>A signing subkey says that it belongs to the primary key.</summary>
    PrimaryKeyBinding = 0x19,

    /// <summary>A key about itself.</summary>
    DirectKey = 0x1F,

    /// <summary>A primary key is not to be used any more.</summary>
    KeyRevocation = 0x20,

    /// <summary>A subkey is not to be used any more.</summary>
    SubkeyRevocation = 0x28,
}
