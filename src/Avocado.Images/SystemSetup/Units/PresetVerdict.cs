namespace Avocado.Images.SystemSetup.Units;

/// <summary>What preset files say of a unit.</summary>
public enum PresetVerdict
{
    Enable,
    Disable,

    /// <summary>Leave the unit as it is.</summary>
    Ignore,
}
