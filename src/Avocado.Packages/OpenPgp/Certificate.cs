using System.Security.Cryptography;

namespace Avocado.Packages.OpenPgp;

/// <summary>
/// A primary key with what follows it in a keyring: user ids, subkeys and the signatures over them (RFC 9580
/// section 10.1). What the key itself did not sign is ignored.
/// </summary>
internal sealed class Certificate(PublicKey primary)
{
    private const byte MaySign = 0x02;

    private readonly List<(Signature Signature, Action<IncrementalHash> Over)> _certifications = [];
    private readonly List<Subkey> _subkeys = [];
    private Signature? _direct;
    private bool _revoked;

    /// <summary>Starts a user id; the signatures that follow are over it.</summary>
    /// <returns>What such a signature hashes.</returns>
    public Action<IncrementalHash> HashOfUser(byte packetType, byte[] body)
    {
        byte mark = packetType == OpenPgpFormat.UserIdPacket ? (byte)0xB4 : (byte)0xD1;
        byte[] prefix =
            [mark, (byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length];
        return hash =>
        {
            primary.AppendTo(hash);
            hash.AppendData(prefix);
            hash.AppendData(body);
        };
    }

    /// <summary>Starts a subkey; null for one that is not used here.</summary>
    public Subkey AddSubkey(PublicKey? key)
    {
        var subkey = new Subkey(key);
        _subkeys.Add(subkey);
        return subkey;
    }

    /// <summary>Takes a signature over the primary key alone.</summary>
    public void AddOverKey(Signature signature)
    {
        if (signature.Type == SignatureType.KeyRevocation)
        {
            _revoked |= signature.Verify(primary, primary.AppendTo);
        }
        else if (signature.Type == SignatureType.DirectKey && IsNewer(signature, _direct)
            && signature.Verify(primary, primary.AppendTo))
        {
            _direct = signature;
        }
    }

    /// <summary>Takes a signature over a user id.</summary>
    public void AddOverUser(Signature signature, Action<IncrementalHash> over)
    {
        if (signature.Type is >= SignatureType.FirstCertification and <= SignatureType.LastCertification
            && primary.Fingerprint.EndsWith(signature.Issuer, StringComparison.Ordinal))
        {
            _certifications.Add((signature, over));
        }
    }

    /// <summary>Takes a signature over a subkey.</summary>
    public void AddOverSubkey(Signature signature, Subkey subkey)
    {
        if (subkey.Key is not { } key)
        {
            return;
        }
        void Both(IncrementalHash hash)
        {
            primary.AppendTo(hash);
            key.AppendTo(hash);
        }
        if (signature.Type == SignatureType.SubkeyRevocation)
        {
            subkey.Revoked |= signature.Verify(primary, Both);
        }
        else if (signature.Type == SignatureType.SubkeyBinding && IsNewer(signature, subkey.Binding)
            && signature.Verify(primary, Both) && (MayNotSign(signature) || ProvesItself(signature, key, Both)))
        {
            subkey.Binding = signature;
        }
    }

    /// <summary>The keys of this certificate that may sign documents.</summary>
    public IEnumerable<SigningKey> SigningKeys()
    {
        Signature? self = _certifications
            .Where(c => c.Signature.Verify(primary, c.Over))
            .Select(c => c.Signature)
            .Aggregate((Signature?)null, (newest, next) => IsNewer(next, newest) ? next : newest) ?? _direct;
        if (_revoked || self is null)
        {
            yield break;
        }
        DateTimeOffset? primaryEnd = Earliest(EndOf(primary, self), _direct is null ? null : EndOf(primary, _direct));
        // A primary key without flags may do everything (RFC 9580 section 5.2.3.29 leaves it open; all tools agree).
        if (((self.Facts.Flags ?? MaySign) & MaySign) != 0)
        {
            yield return new SigningKey(primary, primaryEnd);
        }
        foreach (Subkey subkey in _subkeys)
        {
            if (subkey is { Key: { } key, Binding: { } binding, Revoked: false } && !MayNotSign(binding))
            {
                yield return new SigningKey(key, Earliest(primaryEnd, EndOf(key, binding)));
            }
        }
    }

    /// <summary>When a key ends by what a signature says of it, or when that signature itself ends.</summary>
    private static DateTimeOffset? EndOf(PublicKey key, Signature signature) => Earliest(
        key.Created + signature.Facts.KeyLifetime, signature.Facts.Created + signature.Facts.Lifetime);

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private static bool MayNotSign(Signature binding) => ((binding.Facts.Flags ?? 0) & MaySign) == 0;

    /// <summary>A signing subkey signs its binding too, so that nobody can adopt a stranger's key.</summary>
    private static bool ProvesItself(Signature binding, PublicKey key, Action<IncrementalHash> both) =>
        binding.EmbeddedSignature is { } bytes
        && Signature.Parse(bytes) is { Type: SignatureType.PrimaryKeyBinding } back
        && back.Verify(key, both);

    private static bool IsNewer(Signature signature, Signature? than) =>
        than is null || signature.Facts.Created > than.Facts.Created;

    /// <summary>A subkey and what was said about it.</summary>
    internal sealed class Subkey(PublicKey? key)
    {
        public PublicKey? Key { get; } = key;

        public Signature? Binding { get; set; }

        public bool Revoked { get; set; }
    }
}
