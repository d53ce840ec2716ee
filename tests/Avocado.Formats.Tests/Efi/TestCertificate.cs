using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Avocado.Formats.Tests.Efi;

/// <summary>Self-signed certificates, one per name and test run.</summary>
internal static class TestCertificate
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, byte[]> Made = [];

    public static byte[] Der(string name)
    {
        lock (Gate)
        {
            if (!Made.TryGetValue(name, out byte[]? der))
            {
                using var key = RSA.Create(2048);
                var request = new CertificateRequest(
                    "CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                DateTimeOffset start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using X509Certificate2 certificate = request.CreateSelfSigned(start, start.AddYears(20));
                Made.Add(name, der = certificate.RawData);
            }
            return der;
        }
    }

    public static byte[] Pem(string name) =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", Der(name)) + "\n");
}
