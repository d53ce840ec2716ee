namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>What <c>dotnet build</c> made of samples/Gateway, as foreign tools see it.</summary>
internal static class BuiltSample
{
    public const string Id = "gateway";
    public const string Version = "1.0.0";

    /// <summary>bin/Debug/x86_64-uefi of the sample.</summary>
    public static string Folder { get; } =
        Path.Combine(Repository.Folder, "samples", "Gateway", "bin", "Debug", "x86_64-uefi");

    public static string Disk => Output($"{Id}-{Version}.img");

    public static string BootImage => Output($"{Id}_{Version}.efi");

    public static string RootData => Output("rootfs.squashfs");

    public static string RootHashTree => Output("rootfs.verity");

    public static string RootHash => File.ReadAllText(Output("rootfs.roothash")).Trim();

    /// <summary>The full path of an output.</summary>
    /// <exception cref="InvalidOperationException">The sample was not built.</exception>
    public static string Output(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException(
                $"the sample has no output {name}: run 'dotnet build' in {Repository.Folder} first");
    }
}
