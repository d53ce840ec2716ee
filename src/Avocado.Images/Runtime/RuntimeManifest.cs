namespace Avocado.Images.Runtime;

/// <summary>
/// <c>runtime.json</c>: what one release of the device software is. It lies in the store, so the slot's boot chain
/// verifies it, and beside the image, where updates and evidence read it.
/// </summary>
public sealed record RuntimeManifest
{
    /// <summary>The <see cref="FormatVersion"/> that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The layout of this file; readers refuse a newer one.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    public required string ImageId { get; init; }

    public required string ImageVersion { get; init; }

    public required string Board { get; init; }

    public required string Architecture { get; init; }

    /// <summary>Below the device's floor an image is refused.</summary>
    public required int SecurityVersion { get; init; }

    /// <summary>Names the disk geometry, which is permanent: an update fits only devices with the same one.</summary>
    public required string LayoutId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long SourceDate { get; init; }

    public required string KernelVersion { get; init; }

    public required RuntimeRoot Root { get; init; }

    public required IReadOnlyList<RuntimeExtension> Extensions { get; init; }

    public required IReadOnlyList<RuntimeMode> Modes { get; init; }
}
