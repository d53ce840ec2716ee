using Avocado.Formats.Gpt;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>What a partition type means.</summary>
/// <param name="Name">For people: "root verity (x86-64)".</param>
/// <param name="Part">Its place in a verity triple.</param>
/// <param name="Family">The triple that it belongs to; null for types without one.</param>
/// <param name="FileSystem">"root" or "usr" for members of a triple, else "data".</param>
internal sealed record PartitionRole(string Name, VerityPart Part, DiscoverableTypes? Family, string FileSystem)
{
    private static readonly Dictionary<Guid, PartitionRole> Known = MakeTable();

    /// <summary>What a type means; null when it is not known.</summary>
    public static PartitionRole? Of(Guid type) => Known.GetValueOrDefault(type);

    private static Dictionary<Guid, PartitionRole> MakeTable()
    {
        var table = new Dictionary<Guid, PartitionRole>();
        foreach ((Guid type, string name) in new[]
        {
            (PartitionTypes.Esp, "EFI system"), (PartitionTypes.Xbootldr, "boot loader"), (PartitionTypes.Swap, "swap"),
            (PartitionTypes.Home, "home"), (PartitionTypes.Srv, "srv"), (PartitionTypes.Var, "var"),
            (PartitionTypes.Tmp, "var/tmp"), (PartitionTypes.Generic, "Linux data"),
            (PartitionTypes.UserHome, "user home"),
            (new Guid("21686148-6449-6e6f-744e-656564454649"), "BIOS boot"),
            (new Guid("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"), "Microsoft data"),
            (new Guid("e6d6d379-f507-44c2-a23c-238f2a3df928"), "Linux LVM"),
            (new Guid("a19d880f-05fc-4d3b-a006-743f0f84911e"), "Linux RAID"),
        })
        {
            table.Add(type, new PartitionRole(name, VerityPart.Data, null, "data"));
        }
        foreach (ArchitectureTypes architecture in PartitionTypes.Architectures)
        {
            foreach ((DiscoverableTypes types, string role) in
                new[] { (architecture.Root, "root"), (architecture.Usr, "usr") })
            {
                string suffix = $" ({architecture.Architecture})";
                table.Add(types.Data, new PartitionRole(role + suffix, VerityPart.Data, types, role));
                table.Add(types.Verity, new PartitionRole(role + " verity" + suffix, VerityPart.Hash, types, role));
                table.Add(types.Signature,
                    new PartitionRole(role + " signature" + suffix, VerityPart.Signature, types, role));
            }
        }
        return table;
    }
}
