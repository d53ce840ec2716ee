namespace Avocado.Images.Model;

/// <summary>Files that match get a mode, whatever the host says.</summary>
/// <param name="Pattern">A glob over the path below the overlay: '*', '?', and '**' for any folders.</param>
/// <param name="Mode">The lower 12 bits of st_mode.</param>
public sealed record ModeRule(string Pattern, ushort Mode);
