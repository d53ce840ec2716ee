namespace Avocado.Images.HostFiles;

/// <summary>What a name in a folder of the host is.</summary>
public enum HostItemKind
{
    Folder,
    File,

    /// <summary>A symbolic link, or a junction of Windows.</summary>
    Link,

    /// <summary>A pipe, socket or device node.</summary>
    Special,
}
