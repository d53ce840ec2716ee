namespace Avocado.Formats.Efi;

/// <summary>GUIDs of the UEFI specification and of EDK II that Secure Boot needs.</summary>
public static class EfiGuid
{
    /// <summary>EFI_GLOBAL_VARIABLE: the vendor of PK and KEK.</summary>
    public static Guid GlobalVariable { get; } = new("8be4df61-93ca-11d2-aa0d-00e098032b8c");

    /// <summary>EFI_IMAGE_SECURITY_DATABASE_GUID: the vendor of db and dbx.</summary>
    public static Guid ImageSecurityDatabase { get; } = new("d719b2cb-3d3a-4596-a3bc-dad00e67656f");

    /// <summary>EFI_CERT_X509_GUID: a list of certificates in DER.</summary>
    public static Guid X509Certificate { get; } = new("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");

    /// <summary>EFI_CERT_SHA256_GUID: a list of image digests.</summary>
    public static Guid Sha256Hash { get; } = new("c1c41626-504c-4092-aca9-41f936934328");

    /// <summary>EFI_CERT_TYPE_PKCS7_GUID: the signature of an authenticated variable.</summary>
    public static Guid Pkcs7Signature { get; } = new("4aafd29d-68df-49ee-8aa9-347d375665a7");

    /// <summary>EDK II's variable that switches Secure Boot on (SecureBootEnable).</summary>
    public static Guid SecureBootEnable { get; } = new("f0a30bc7-af08-4556-99c4-001009c93a44");

    /// <summary>EDK II's store of authenticated variables.</summary>
    public static Guid AuthenticatedVariableStore { get; } = new("aaf32c78-947b-439a-a180-2e144ec37792");

    /// <summary>Length in bytes.</summary>
    internal const int Size = 16;
}
