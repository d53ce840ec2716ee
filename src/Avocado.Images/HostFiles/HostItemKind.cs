namespace Avocado.Images.HostFiles;

/// <summary>What a name in a folder of the host is.</summary>
public enum HostItemKind
{
    Folder,

    /// <summary>A regular file, or what looks like an empty one.</summary>
    File,

    /// <summary>A symbolic link, or a junction of Windows.</summary>
    Link,
}
