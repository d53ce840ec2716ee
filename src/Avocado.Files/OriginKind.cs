namespace Avocado.Files;

/// <summary>What kind of source an entry came from.</summary>
public enum OriginKind : byte
{
    /// <summary>A distribution package of a feed.</summary>
    Package,

    /// <summary>A referenced .NET project, published.</summary>
    Project,

    /// <summary>A folder of the user's.</summary>
    Overlay,

    /// <summary>Made by this SDK's system setup.</summary>
    Generated,
}
