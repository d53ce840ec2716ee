namespace Avocado.Files.Diagnostics;

/// <content>04xx: keys, certificates and signatures.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode KeyUriNotSupported = new("AVO0401",
        "the key URI '{0}' cannot be used: {1}; give a PEM file (file:keys/boot.pem) or a token "
        + "(pkcs11:token=...;object=...)",
        "A SigningKey's Uri has a scheme or a query that this SDK does not know.",
        "Use file: or pkcs11:.");

    public static readonly DiagnosticCode KeyFileUnreadable = new("AVO0402",
        "the key file {0} cannot be read: {1}",
        "The file is missing or its permissions keep it from the user who builds.",
        "Correct the path, which is relative to the project, or the permissions.");

    public static readonly DiagnosticCode KeyNotUsable = new("AVO0403",
        "no private key can be taken from {0}: {1}",
        "The file is no PEM file with a PKCS#8 or PKCS#1 key, is damaged, or its pass phrase is another one.",
        "Convert it with 'openssl pkcs8 -topk8'; for an encrypted key name the variable that holds its pass phrase: "
        + "Uri=\"file:keys/boot.pem?passphrase-env=NAME\".");

    public static readonly DiagnosticCode CertificateUnreadable = new("AVO0404",
        "no certificate can be read from {0}: {1}",
        "The file is missing, unreadable, or no X.509 certificate in PEM or DER.",
        "Set Certificate to the file of the key's certificate.");

    public static readonly DiagnosticCode KeyCertificateMismatch = new("AVO0405",
        "the key {0} does not belong to the certificate {1}; give the certificate that was issued for this key",
        "Uri and Certificate of a SigningKey come from two different keys.",
        "Compare 'openssl pkey -in KEY -pubout' with 'openssl x509 -in CERTIFICATE -pubkey -noout'.");

    public static readonly DiagnosticCode KeyNotRsa = new("AVO0406",
        "{0} is not an RSA key; signatures that repeat byte for byte need RSA of at least 2048 bits",
        "The key is of another algorithm, such as an elliptic curve.",
        "Make an RSA key: 'openssl genrsa 2048'.");

    public static readonly DiagnosticCode KeyTooSmall = new("AVO0407",
        "{0} has {1} bits; RSA keys need at least 2048",
        "The RSA key is too short to be trusted.",
        "Make a new key: 'openssl genrsa 2048'.");

    public static readonly DiagnosticCode WrongKeyUse = new("AVO0408",
        "the key of '{0}' is for {1}, not for {2}; name a key with Use=\"{2}\"",
        "Each use has a key of its own, so that one that leaks does not open every door.",
        "Add a SigningKey with the use that is missing, or add the use to this key on purpose.");

    public static readonly DiagnosticCode KeyProviderMissing = new("AVO0409",
        "the key '{0}' cannot be opened: {1}",
        "Keys of tokens are reached through the OpenSSL provider 'pkcs11' of a Linux host (Debian: pkcs11-provider), "
        + "which is missing, or does not find the token or the object.",
        "Install and configure the provider, check 'openssl storeutl', or sign the digests elsewhere and attach the "
        + "signatures.");

    public static readonly DiagnosticCode DevelopmentKeysDamaged = new("AVO0410",
        "the development keys in {0} are not usable: {1}; restore the folder, or delete it to get new keys "
        + "(devices that trust the old ones must then be enrolled again)",
        "A file of the set was removed or changed.",
        "Restore the folder from a backup or delete it as a whole.");

    public static readonly DiagnosticCode SignatureDoesNotFit = new("AVO0411",
        "the signature does not verify with the certificate '{0}'; it was made with another key or over another digest",
        "A signature that was made elsewhere is attached to the wrong image, or the token used another key.",
        "Sign the digest that was printed with the key of this certificate (RSA PKCS#1 v1.5, SHA-256).");

    public static readonly DiagnosticCode PassphraseMissing = new("AVO0412",
        "the key {0} is encrypted: {1}",
        "The pass phrase of an encrypted key comes from an environment variable that the URI names.",
        "Write Uri=\"file:keys/boot.pem?passphrase-env=NAME\" and set NAME where the build runs.");

    public static readonly DiagnosticCode UnknownKeyUse = new("AVO0413",
        "'{0}' is no use of a key; known are {1}",
        "A SigningKey's Use has a word that this SDK does not know.",
        "Use one or more of the known words, separated by semicolons.");

    public static readonly DiagnosticCode DevelopmentKeysNotWritable = new("AVO0414",
        "development keys cannot be created in {0}: {1}",
        "The user's data folder is missing or not writable, as in a container without a home.",
        "Set HOME to a writable folder, or give keys with SigningKey items.");
}
