using System.Text.Json.Serialization;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What checking something came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>Checked, and good.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Nothing is wrong as far as can be seen, but nothing that was given vouches for it.</summary>
    [JsonStringEnumMemberName("notChecked")]
    NotChecked,

    /// <summary>There is no signature.</summary>
    [JsonStringEnumMemberName("notSigned")]
    NotSigned,

    /// <summary>There is a signature, but none that the given certificates vouch for.</summary>
    [JsonStringEnumMemberName("unknownSigner")]
    UnknownSigner,

    /// <summary>Changed, cut off, or contradicting itself.</summary>
    [JsonStringEnumMemberName("damaged")]
    Damaged,
}
