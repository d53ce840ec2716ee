namespace Avocado.Signing;

/// <summary>What checking a signature found.</summary>
public enum SignatureStatus
{
    /// <summary>The content is what was signed, by one of the given certificates or one that they issued.</summary>
    Valid,

    /// <summary>There is no signature.</summary>
    NotSigned,

    /// <summary>The signature is sound, but nothing connects its signer to the given certificates.</summary>
    UnknownSigner,

    /// <summary>The signature is over other content: this was changed after it was signed.</summary>
    ContentChanged,

    /// <summary>The signature's value does not verify: it was changed, or made by another key than it says.</summary>
    BadSignature,

    /// <summary>The signature cannot be read.</summary>
    Damaged,
}
