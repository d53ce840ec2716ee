namespace Avocado.Images.SystemSetup;

/// <summary>One thing that maintainer scripts or the first boot would do on another system.</summary>
public interface ISystemSetupStep
{
    /// <summary>What origins and progress call it: "users and groups".</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">
    /// The project or a package asks for what cannot be.
    /// </exception>
    void Apply(SystemSetupContext context);
}
