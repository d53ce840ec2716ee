using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Avocado.Signing;

/// <summary>Makes a set of development keys.</summary>
internal static class DevelopmentKeyWriter
{
    // What every firmware and every kernel accepts.
    private const int KeyBits = 2048;
    private const int SerialSize = 16;

    private static readonly DateTimeOffset NotBefore = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2049, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Makes a set.</summary>
    /// <returns>False when another process was first; its set is in the folder.</returns>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made.</exception>
    public static bool TryCreate(string folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        string draft = $"{folder}.{Guid.NewGuid():N}.tmp";
        CreatePrivateFolder(draft);
        try
        {
            WriteAll(draft);
            return TryMove(draft, folder);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static bool TryMove(string draft, string folder)
    {
        try
        {
            Directory.Move(draft, folder);
            return true;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            return false;
        }
    }

    /// <summary>
    /// Every key signs for itself, but for those that sign what firmware loads: one authority issues these, so that
    /// db has one entry and PCR 7 is the same in every boot mode.
    /// </summary>
    private static void WriteAll(string folder)
    {
        using var authorityKey = RSA.Create(KeyBits);
        using X509Certificate2 authority = Certify(authorityKey, "db", null, isAuthority: true);
        WriteFile(Path.Combine(folder, "db.pem"), authorityKey.ExportPkcs8PrivateKeyPem() + "\n");
        WriteFile(Path.Combine(folder, "db.crt"), authority.ExportCertificatePem() + "\n");
        foreach (KeyUse use in KeyUses.All)
        {
            bool isLoaded = use is KeyUse.SecureBoot or KeyUse.Modes;
            using var key = RSA.Create(KeyBits);
            string name = DevelopmentKeys.FileName(use);
            using X509Certificate2 certificate = Certify(key, name, isLoaded ? (authority, authorityKey) : null, false);
            string chain = certificate.ExportCertificatePem() + "\n"
                + (isLoaded ? authority.ExportCertificatePem() + "\n" : "");
            WriteFile(Path.Combine(folder, name + ".pem"), key.ExportPkcs8PrivateKeyPem() + "\n");
            WriteFile(Path.Combine(folder, name + ".crt"), chain);
        }
    }

    private static X509Certificate2 Certify(
        RSA key, string name, (X509Certificate2 Certificate, RSA Key)? issuer, bool isAuthority)
    {
        var request = new CertificateRequest(
            $"CN=Avocado development key ({name})", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(isAuthority, isAuthority, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        if (issuer is not null)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([new Oid(Oids.CodeSigning)], critical: false));
        }
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(
            request.PublicKey, X509SubjectKeyIdentifierHashAlgorithm.ShortSha256, critical: false));
        if (issuer is { Certificate: { } above })
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                above, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }
        byte[] serial = RandomNumberGenerator.GetBytes(SerialSize);
        // Positive, and without leading zeros.
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return request.Create(
            issuer?.Certificate.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForRSA(issuer?.Key ?? key, RSASignaturePadding.Pkcs1),
            NotBefore, NotAfter, serial);
    }

    private static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The user's data folder keeps others out there.
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WriteFile(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
