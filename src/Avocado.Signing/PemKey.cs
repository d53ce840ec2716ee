using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Reads RSA keys from PEM files: PKCS#8, plain or encrypted, and PKCS#1 (RFC 7468).</summary>
internal static class PemKey
{
    private const int LargestFile = 1 << 20;

    /// <exception cref="AvocadoException">AVO0402, AVO0403, AVO0406, AVO0407, AVO0412.</exception>
    public static RSA Open(KeyUri key) => Parse(ReadFile(key.Path), key.Path, () => Passphrase(key));

    /// <param name="pem">The text of a file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="passphrase">Asked for an encrypted key only.</param>
    public static RSA Parse(string pem, string name, Func<string> passphrase)
    {
        var rsa = RSA.Create();
        try
        {
            Import(rsa, pem, name, passphrase);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw Codes.KeyNotUsable.Error(name, "the key is damaged, or its pass phrase is another one");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static void Import(RSA rsa, string pem, string name, Func<string> passphrase)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            byte[] data = Convert.FromBase64String(rest[fields.Base64Data].ToString());
            switch (rest[fields.Label])
            {
                case "PRIVATE KEY":
                    Import(rsa, Pkcs8PrivateKeyInfo.Decode(data, out _), name);
                    return;
                case "ENCRYPTED PRIVATE KEY":
                    Import(rsa, Pkcs8PrivateKeyInfo.DecryptAndDecode(passphrase(), data, out _), name);
                    return;
                case "RSA PRIVATE KEY":
                    rsa.ImportRSAPrivateKey(data, out _);
                    return;
                case "EC PRIVATE KEY" or "DSA PRIVATE KEY":
                    throw Codes.KeyNotRsa.Error(name);
                default:
                    rest = rest[fields.Location.End..];
                    break;
            }
        }
        throw Codes.KeyNotUsable.Error(name, pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)
            ? "it is encrypted in OpenSSL's old way; convert it with 'openssl pkcs8 -topk8'"
            : "it has no PKCS#8 or PKCS#1 private key in PEM");
    }

    private static void Import(RSA rsa, Pkcs8PrivateKeyInfo info, string name)
    {
        if (info.AlgorithmId.Value != Oids.RsaEncryption)
        {
            throw Codes.KeyNotRsa.Error(name);
        }
        rsa.ImportPkcs8PrivateKey(info.Encode(), out _);
    }

    private static string Passphrase(KeyUri key)
    {
        if (!key.Query.TryGetValue(KeyUri.PassphraseVariable, out string? variable))
        {
            throw Codes.PassphraseMissing.Error(
                key.Path, $"name the variable with its pass phrase: file:...?{KeyUri.PassphraseVariable}=NAME");
        }
        return Environment.GetEnvironmentVariable(variable)
            ?? throw Codes.PassphraseMissing.Error(key.Path, $"the environment variable {variable} is not set");
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > LargestFile)
            {
                throw Codes.KeyNotUsable.Error(path, "the file is larger than 1 MiB");
            }
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.KeyFileUnreadable.Error(path, error.Message);
        }
    }
}
