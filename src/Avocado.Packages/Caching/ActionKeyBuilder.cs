using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>
/// Makes the key of a step from everything that decides its bytes, and nothing else: no paths, times or thread counts.
/// </summary>
/// <remarks>
/// The key is the SHA-256 of a text: a line with the step and its version, then for every input, in the order in which
/// they were added, a line with its name and the length of its value, the value, and a line feed. The lengths keep
/// values apart, whatever they hold.
/// </remarks>
public sealed class ActionKeyBuilder
{
    private const int MaxNameLength = 40;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _step;
    private readonly int _version;

    /// <param name="step">What is done: lower-case letters, digits and '-'.</param>
    /// <param name="version">Raised whenever the same inputs would give other bytes.</param>
    public ActionKeyBuilder(string step, int version)
    {
        if (!IsName(step))
        {
            throw new ArgumentException($"'{step}' is no name of a step", nameof(step));
        }
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        _step = step;
        _version = version;
        Append(string.Create(CultureInfo.InvariantCulture, $"avocado-action 1\n{step} {version}\n"));
    }

    /// <summary>Adds an input.</summary>
    /// <param name="name">What the value is: lower-case letters, digits and '-'; may come several times.</param>
    public ActionKeyBuilder Add(string name, ReadOnlySpan<byte> value)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"'{name}' is no name of an input", nameof(name));
        }
        Append(string.Create(CultureInfo.InvariantCulture, $"{name} {value.Length}\n"));
        _hash.AppendData(value);
        Append("\n");
        return this;
    }

    /// <inheritdoc cref="Add(string, ReadOnlySpan{byte})"/>
    public ActionKeyBuilder Add(string name, string value) => Add(name, Encoding.UTF8.GetBytes(value));

    /// <inheritdoc cref="Add(string, ReadOnlySpan{byte})"/>
    public ActionKeyBuilder Add(string name, long value) =>
        Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Add(string, ReadOnlySpan{byte})"/>
    public ActionKeyBuilder Add(string name, Sha256Digest value) => Add(name, value.ToString());

    /// <summary>The key. The builder is used up.</summary>
    public ActionKey ToKey()
    {
        using (_hash)
        {
            return new ActionKey(_step, _version, new Sha256Digest(_hash.GetHashAndReset()));
        }
    }

    /// <summary>True for what may name a step or an input.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private void Append(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(text));
}
