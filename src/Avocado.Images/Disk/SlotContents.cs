using Avocado.Formats.Segments;

namespace Avocado.Images.Disk;

/// <summary>What one slot holds besides its UKI.</summary>
/// <param name="Label">The partitions' name: "gateway_1.0.0".</param>
/// <param name="Root">The root file system.</param>
/// <param name="RootSignature">The verity-sig partition's content.</param>
/// <param name="Store">The extension store.</param>
public sealed record SlotContents(string Label, VerityVolume Root, ISegment RootSignature, VerityVolume Store);
