using System.Text.Json.Serialization;

namespace Avocado.Cli.Diff.Model;

/// <summary>What happened to something between the old image and the new one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
internal enum ChangeKind
{
    /// <summary>Only the new image has it.</summary>
    [JsonStringEnumMemberName("added")]
    Added,

    /// <summary>Only the old image has it.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>Both have it, and it differs.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}
