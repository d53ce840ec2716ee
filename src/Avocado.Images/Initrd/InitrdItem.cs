namespace Avocado.Images.Initrd;

/// <summary>Something the initrd takes from the root file system or from the kernel.</summary>
/// <param name="Name">A path, a unit's name, a rule's file name or a module's name, by the list it stands in.</param>
/// <param name="IsOptional">Left out without an error when it is not there.</param>
public sealed record InitrdItem(string Name, bool IsOptional = false)
{
    /// <summary>An item that must be there.</summary>
    public static implicit operator InitrdItem(string name) => new(name);
}
