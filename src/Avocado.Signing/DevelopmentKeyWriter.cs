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
            foreach (KeyUse use in KeyUses.All)
            {
                Write(draft, use);
            }
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

    private static void Write(string folder, KeyUse use)
    {
        using var key = RSA.Create(KeyBits);
        using X509Certificate2 certificate = SelfSign(key, use);
        string path = Path.Combine(folder, DevelopmentKeys.FileName(use));
        WriteFile(path + ".pem", key.ExportPkcs8PrivateKeyPem() + "\n");
        WriteFile(path + ".crt", certificate.ExportCertificatePem() + "\n");
    }

    private static X509Certificate2 SelfSign(RSA key, KeyUse use)
    {
        var request = new CertificateRequest(
            $"CN=Avocado development key ({DevelopmentKeys.FileName(use)})",
            key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        if (use is KeyUse.SecureBoot or KeyUse.Modes)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([new Oid(Oids.CodeSigning)], critical: false));
        }
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(
            request.PublicKey, X509SubjectKeyIdentifierHashAlgorithm.ShortSha256, critical: false));
        byte[] serial = RandomNumberGenerator.GetBytes(SerialSize);
        // Positive, and without leading zeros.
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
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
