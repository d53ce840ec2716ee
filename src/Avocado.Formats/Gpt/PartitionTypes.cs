using System.Collections.Immutable;

namespace Avocado.Formats.Gpt;

/// <summary>Partition types of the UEFI specification and the Discoverable Partitions Specification.</summary>
public static class PartitionTypes
{
    /// <summary>EFI system partition.</summary>
    public static readonly Guid Esp = new("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");

    /// <summary>Extended boot loader partition.</summary>
    public static readonly Guid Xbootldr = new("bc13c2ff-59e6-4262-a352-b275fd6f7172");

    /// <summary>Swap space.</summary>
    public static readonly Guid Swap = new("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f");

    /// <summary>/home.</summary>
    public static readonly Guid Home = new("933ac7e1-2eb4-4f13-b844-0e14e2aef915");

    /// <summary>/srv.</summary>
    public static readonly Guid Srv = new("3b8f8425-20e0-4f3b-907f-1a25a76f98e8");

    /// <summary>/var; discovered only with an id that derives from the machine id.</summary>
    public static readonly Guid Var = new("4d21b016-b534-45c2-a9fb-5c16e091fd2d");

    /// <summary>/var/tmp.</summary>
    public static readonly Guid Tmp = new("7ec6f557-3bc5-4aca-b293-16ef5df639d1");

    /// <summary>Linux data that is not discovered.</summary>
    public static readonly Guid Generic = new("0fc63daf-8483-4772-8e79-3d69d8477de4");

    /// <summary>Home folder of one user.</summary>
    public static readonly Guid UserHome = new("773f91ef-66d4-49b5-bd83-d683bf40ad16");

    /// <summary>64-bit x86.</summary>
    public static readonly ArchitectureTypes X64 = new(
        "x86-64",
        new DiscoverableTypes(
            new("4f68bce3-e8cd-4db1-96e7-fbcaf984b709"),
            new("2c7357ed-ebd2-46d9-aec1-23d437ec2bf5"),
            new("41092b05-9fc8-4523-994f-2def0408b176")),
        new DiscoverableTypes(
            new("8484680c-9521-48c6-9c11-b0720656f69e"),
            new("77ff5f63-e7b6-4633-acf4-1565b864c0e6"),
            new("e7bb33fb-06cf-4e81-8273-e543b413e2e2")));

    /// <summary>64-bit Arm.</summary>
    public static readonly ArchitectureTypes Arm64 = new(
        "arm64",
        new DiscoverableTypes(
            new("b921b045-1df0-41c3-af44-4c6f280d3fae"),
            new("df3300ce-d69f-4c92-978c-9bfb0f38d820"),
            new("6db69de6-29f4-4758-a7a5-962190f00ce3")),
        new DiscoverableTypes(
            new("b0e01050-ee5f-4390-949a-9101b17104e9"),
            new("6e11a4e7-fbca-4ded-b9e9-e1a512bb664e"),
            new("c23ce4ff-44bd-4b00-b2d4-b41b3419e02a")));

    /// <summary>32-bit Arm.</summary>
    public static readonly ArchitectureTypes Arm = new(
        "arm",
        new DiscoverableTypes(
            new("69dad710-2ce4-4e3c-b16c-21a1d49abed3"),
            new("7386cdf2-203c-47a9-a498-f2ecce45a2d6"),
            new("42b0455f-eb11-491d-98d3-56145ba9d037")),
        new DiscoverableTypes(
            new("7d0359a3-02b3-4f0a-865c-654403e70625"),
            new("c215d751-7bcd-4649-be90-6627490a4c05"),
            new("d7ff812f-37d1-4902-a810-d76ba57b975a")));

    /// <summary>64-bit RISC-V.</summary>
    public static readonly ArchitectureTypes RiscV64 = new(
        "riscv64",
        new DiscoverableTypes(
            new("72ec70a6-cf74-40e6-bd49-4bda08e8f224"),
            new("b6ed5582-440b-4209-b8da-5ff7c419ea3d"),
            new("efe0f087-ea8d-4469-821a-4c2a96a8386a")),
        new DiscoverableTypes(
            new("beaec34b-8442-439b-a40b-984381ed097d"),
            new("8f1056be-9b05-47c4-81d6-be53128e5b54"),
            new("d2f9000a-7a18-453f-b5cd-4d32f77a7b32")));

    /// <summary>Every architecture of this table.</summary>
    public static readonly ImmutableArray<ArchitectureTypes> Architectures = [X64, Arm64, Arm, RiscV64];

    /// <summary>The types of an architecture as systemd names it ("x86-64"); null when this table lacks it.</summary>
    public static ArchitectureTypes? Find(string architecture) =>
        Architectures.FirstOrDefault(a => a.Architecture == architecture);
}
