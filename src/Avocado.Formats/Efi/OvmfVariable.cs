namespace Avocado.Formats.Efi;

/// <summary>A variable of a firmware's store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vendor">The name's space.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Timestamp">Of the last authenticated write; default for other variables.</param>
/// <param name="Value">Its bytes.</param>
public sealed record OvmfVariable(
    string Name, Guid Vendor, EfiVariableAttributes Attributes, EfiTime Timestamp, ReadOnlyMemory<byte> Value);
