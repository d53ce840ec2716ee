namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>What /etc/passwd and /etc/group can hold.</summary>
internal static class AccountName
{
    private const int MaxLength = 31;

    /// <summary>A letter or '_', then letters, digits, '_', '-' and '.'; at most 31 characters.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>Text without ':' and control characters.</summary>
    public static bool IsField(string text) => !text.Any(c => c == ':' || char.IsControl(c));

    /// <summary>An absolute path that fits a field.</summary>
    public static bool IsPath(string text) => text.StartsWith('/') && IsField(text);
}
