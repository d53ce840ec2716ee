using Avocado.Files;
using Avocado.Images.Disk;

namespace Avocado.Boot.Tests;

/// <summary>A slot of a device, ready to be written to a disk.</summary>
/// <param name="Contents">The partitions.</param>
/// <param name="BootImage">The signed UKI.</param>
internal sealed record TestSlot(SlotContents Contents, Content BootImage);
