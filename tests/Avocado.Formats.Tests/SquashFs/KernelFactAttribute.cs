using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A fact that the kernel decides: needs root, a loop device and SquashFS in the kernel.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    public KernelFactAttribute() => Skip = Reason.Value;

    private static string? WhyNot()
    {
        if (ForeignTool.WhyMissing("mount", "umount", "losetup") is { } missing)
        {
            return missing;
        }
        if (!Environment.IsPrivilegedProcess || ForeignTool.Try("losetup", "-f").ExitCode != 0)
        {
            return "needs root and loop devices";
        }
        return File.ReadAllText("/proc/filesystems").Contains("\tsquashfs\n", StringComparison.Ordinal)
            ? null
            : "needs SquashFS in the kernel";
    }
}
