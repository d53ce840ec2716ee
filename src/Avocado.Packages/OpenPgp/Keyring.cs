using System.Collections.Immutable;
using System.Security.Cryptography;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.OpenPgp;

/// <summary>Public keys that are trusted to sign release files: RSA, version 4, SHA-256 or better.</summary>
public sealed class Keyring
{
    /// <summary>The longest keyring that is read, in bytes.</summary>
    public const int MaxSize = 16 << 20;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    private readonly ImmutableArray<SigningKey> _keys;

    private Keyring(ImmutableArray<SigningKey> keys) => _keys = keys;

    /// <summary>How many keys may sign.</summary>
    public int Count => _keys.Length;

    /// <summary>Reads a keyring, armored or not; keys that cannot be used here are passed over.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no keyring.</exception>
    public static Keyring Parse(ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<SigningKey>.Builder keys = ImmutableArray.CreateBuilder<SigningKey>();
        foreach (byte[] block in Armor.IsArmored(bytes) ? Armor.DecodeAll(bytes) : [bytes.ToArray()])
        {
            keys.AddRange(ReadCertificates(block).SelectMany(certificate => certificate.SigningKeys()));
        }
        return new Keyring(keys.ToImmutable());
    }

    /// <summary>The keys of several keyrings.</summary>
    public static Keyring Join(IEnumerable<Keyring> keyrings) => new([.. keyrings.SelectMany(k => k._keys)]);

    /// <summary>Checks a signed text: one good signature by a key that holds is enough.</summary>
    /// <param name="message">The text and its signatures.</param>
    /// <param name="now">The time at which key and signature must hold.</param>
    /// <returns>Null when it is good, else why each signature is not.</returns>
    public string? FindFault(CleartextMessage message, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(message);
        var faults = new List<string>();
        foreach (Signature? signature in message.Signatures)
        {
            string? fault = FindFault(signature, message, now);
            if (fault is null)
            {
                return null;
            }
            faults.Add(fault);
        }
        return faults.Count == 0 ? "it has no signature" : string.Join("; ", faults);
    }

    private string? FindFault(Signature? signature, CleartextMessage message, DateTimeOffset now)
    {
        if (signature is not { Type: SignatureType.Text })
        {
            return "a signature of a kind that is not checked here (not RSA with SHA-2)";
        }
        string name = signature.Issuer.Length > 0 ? signature.Issuer : "of unknown key";
        SigningKey[] candidates =
            [.. _keys.Where(k => k.Key.Fingerprint.EndsWith(signature.Issuer, StringComparison.Ordinal))];
        if (candidates.Length == 0)
        {
            return $"key {name} is not in the keyring";
        }
        SigningKey? signer = candidates.FirstOrDefault(k => signature.Verify(k.Key, message.AppendTo));
        if (signer is null)
        {
            return $"the signature {name} does not fit the text";
        }
        DateTimeOffset created = signature.Facts.Created!.Value;
        return !signer.HoldsAt(created) || !signer.HoldsAt(now) ? $"key {name} has expired"
            : created > now + ClockTolerance ? $"the signature {name} was made in the future"
            : created + signature.Facts.Lifetime <= now ? $"the signature {name} has expired"
            : null;
    }

    private static List<Certificate> ReadCertificates(ReadOnlySpan<byte> block)
    {
        var certificates = new List<Certificate>();
        Certificate? current = null;
        Certificate.Subkey? subkey = null;
        Action<IncrementalHash>? user = null;
        var packets = new PacketReader(block);
        while (packets.Next())
        {
            switch (packets.Type)
            {
                case OpenPgpFormat.PublicKeyPacket:
                    current = PublicKey.Parse(packets.Body) is { } primary ? new Certificate(primary) : null;
                    (subkey, user) = (null, null);
                    if (current is not null)
                    {
                        certificates.Add(current);
                    }
                    break;
                case OpenPgpFormat.UserIdPacket or OpenPgpFormat.UserAttributePacket:
                    user = current?.HashOfUser(packets.Type, packets.Body.ToArray());
                    subkey = null;
                    break;
                case OpenPgpFormat.PublicSubkeyPacket:
                    subkey = current?.AddSubkey(PublicKey.Parse(packets.Body));
                    user = null;
                    break;
                case OpenPgpFormat.SignaturePacket
                    when current is not null && Signature.Parse(packets.Body) is { } signature:
                    Take(current, signature, subkey, user);
                    break;
            }
        }
        return certificates;
    }

    private static void Take(
        Certificate certificate, Signature signature, Certificate.Subkey? subkey, Action<IncrementalHash>? user)
    {
        if (subkey is not null)
        {
            certificate.AddOverSubkey(signature, subkey);
        }
        else if (user is not null)
        {
            certificate.AddOverUser(signature, user);
        }
        else
        {
            certificate.AddOverKey(signature);
        }
    }
}
