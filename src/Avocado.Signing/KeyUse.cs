namespace Avocado.Signing;

/// <summary>What a key may sign. Uses are separate, so that a key that leaks does not open every door.</summary>
[Flags]
public enum KeyUse
{
    None = 0,

    /// <summary>Boot loaders and kernel images; its certificate is in db.</summary>
    SecureBoot = 1,

    /// <summary>Root hashes of file systems and extensions.</summary>
    Verity = 2,

    /// <summary>Addons that choose a boot mode; its certificate is in db until a device is sealed.</summary>
    Modes = 4,

    /// <summary>Expected TPM register values.</summary>
    Pcr = 8,

    /// <summary>Runtime manifests and update metadata.</summary>
    Manifest = 16,

    /// <summary>The platform key of Secure Boot: signs changes of itself and of the key exchange keys.</summary>
    Platform = 32,

    /// <summary>The key exchange key of Secure Boot: signs changes of db and dbx.</summary>
    KeyExchange = 64,
}
