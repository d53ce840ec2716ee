using System.Security.Cryptography;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Opens keys of tokens and hardware modules through OpenSSL's providers.</summary>
internal static class ProviderKey
{
    /// <exception cref="AvocadoException">AVO0409: no such provider, token or object here. AVO0406: not RSA.</exception>
    public static RSA Open(KeyUri key) => Open(KeyUri.Pkcs11, key.Path, WithPin(key));

    /// <param name="provider">OpenSSL's name of the provider.</param>
    /// <param name="name">The URI without secrets, for messages.</param>
    /// <param name="uri">The URI that the provider gets.</param>
    internal static RSA Open(string provider, string name, string uri)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw Codes.KeyProviderMissing.Error(
                name, "tokens are reached through OpenSSL, which .NET uses on Linux only; sign there, or use a file");
        }
        try
        {
            using SafeEvpPKeyHandle handle = SafeEvpPKeyHandle.OpenKeyFromProvider(provider, uri);
            return new RSAOpenSsl(handle);
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            // The text may repeat the URI with its PIN, so only its kind is told.
            string reason = error is PlatformNotSupportedException
                ? "this host's OpenSSL is older than 3.0"
                : $"OpenSSL's provider '{provider}' is not installed, or finds no RSA key with this URI";
            throw Codes.KeyProviderMissing.Error(name, reason);
        }
    }

    private static string WithPin(KeyUri key)
    {
        var query = new SortedDictionary<string, string>(
            key.Query.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);
        if (query.Remove(KeyUri.PinVariable, out string? variable))
        {
            query["pin-value"] = Environment.GetEnvironmentVariable(variable)
                ?? throw Codes.PassphraseMissing.Error(key.Path, $"the environment variable {variable} is not set");
        }
        return query.Count == 0
            ? key.Path
            : key.Path + "?" + string.Join('&', query.Select(p => p.Key + "=" + Uri.EscapeDataString(p.Value)));
    }
}
