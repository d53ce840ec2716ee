using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>What production images leave out: the boot mode "development", and the extensions that only it merges.</summary>
public static class DevelopmentMode
{
    /// <summary>The mode's name in a project.</summary>
    public const string Name = "development";

    /// <summary>The project as its production image is built.</summary>
    /// <exception cref="AvocadoException">AVO0020: it was the default, and no other mode is.</exception>
    public static ImageProject LeaveOut(ImageProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (project.BootModes.FirstOrDefault(mode => mode.Name == Name) is not { } development)
        {
            return project;
        }
        BootMode[] kept = [.. project.BootModes.Where(mode => mode.Name != Name)];
        if (development.IsDefault)
        {
            throw Codes.NoDefaultMode.ErrorAt(
                development.Location,
                $"the others ({string.Join(", ", kept.Select(mode => mode.Name))}): Release leaves '{Name}' out");
        }
        // An extension that no mode names at all is not the development mode's: it stays what it was.
        return project with
        {
            BootModes = [.. kept],
            Extensions = [.. project.Extensions.Where(extension =>
                !development.Extensions.Contains(extension.Name)
                || kept.Any(mode => mode.Extensions.Contains(extension.Name)))],
        };
    }
}
