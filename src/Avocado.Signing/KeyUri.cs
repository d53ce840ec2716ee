using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Where a key is, taken apart.</summary>
/// <param name="Scheme">"file" or "pkcs11".</param>
/// <param name="Path">For a file its full path, for a token the URI without its query.</param>
/// <param name="Query">Names and values behind the question mark, values unescaped.</param>
internal sealed record KeyUri(string Scheme, string Path, IReadOnlyDictionary<string, string> Query)
{
    public const string File = "file";
    public const string Pkcs11 = "pkcs11";

    /// <summary>The environment variable with the pass phrase of an encrypted file.</summary>
    public const string PassphraseVariable = "passphrase-env";

    /// <summary>The environment variable with the PIN of a token.</summary>
    public const string PinVariable = "pin-env";

    /// <param name="text">A URI, or the path of a file.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <exception cref="AvocadoException">AVO0401: another scheme or an unknown part of the query.</exception>
    public static KeyUri Parse(string text, string folder)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        // One letter in front of a colon is a drive of Windows; a file's name may hold a colon further on.
        if (colon <= 1 || !text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'))
        {
            return new KeyUri(File, System.IO.Path.GetFullPath(text, folder), new Dictionary<string, string>());
        }
        string scheme = text[..colon].ToLowerInvariant();
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        string body = mark < 0 ? text : text[..mark];
        Dictionary<string, string> query = ParseQuery(mark < 0 ? "" : text[(mark + 1)..], body);
        return scheme switch
        {
            File => new KeyUri(File, FilePath(body[(colon + 1)..], folder), Allow(query, body, PassphraseVariable)),
            Pkcs11 => new KeyUri(Pkcs11, body, query),
            _ => throw Codes.KeyUriNotSupported.Error(body, $"the scheme '{scheme}' is not known"),
        };
    }

    private static string FilePath(string path, string folder)
    {
        string plain = Uri.UnescapeDataString(path);
        if (plain.StartsWith("//", StringComparison.Ordinal))
        {
            // file:///path and file://localhost/path name no other host.
            int slash = plain.IndexOf('/', 2);
            plain = slash < 0 ? plain : plain[slash..];
        }
        bool hasDrive = plain.Length > 2 && plain[0] == '/' && char.IsAsciiLetter(plain[1]) && plain[2] == ':';
        return System.IO.Path.GetFullPath(hasDrive ? plain[1..] : plain, folder);
    }

    private static Dictionary<string, string> ParseQuery(string query, string body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !values.TryAdd(part[..equals], Uri.UnescapeDataString(part[(equals + 1)..])))
            {
                throw Codes.KeyUriNotSupported.Error(body, "its query is not name=value, each name once");
            }
        }
        return values;
    }

    private static Dictionary<string, string> Allow(Dictionary<string, string> query, string body, string name) =>
        query.Keys.FirstOrDefault(k => k != name) is { } unknown
            ? throw Codes.KeyUriNotSupported.Error(body, $"'{unknown}' is not known in its query, only '{name}'")
            : query;
}
