namespace Avocado.Formats.Efi;

/// <summary>Attributes of UEFI variables (UEFI 2.10, 8.2.1).</summary>
[Flags]
public enum EfiVariableAttributes
{
    None = 0,
    NonVolatile = 1,
    BootServiceAccess = 2,
    RuntimeAccess = 4,
    TimeBasedAuthenticatedWrite = 0x20,

    /// <summary>What PK, KEK, db and dbx have.</summary>
    SecureBootKeys = NonVolatile | BootServiceAccess | RuntimeAccess | TimeBasedAuthenticatedWrite,
}
