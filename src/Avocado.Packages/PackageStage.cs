namespace Avocado.Packages;

/// <summary>The stages of a restore.</summary>
public enum PackageStage
{
    /// <summary>A feed's release file and indexes are loaded.</summary>
    Feed,

    /// <summary>Package archives are downloaded.</summary>
    Download,

    /// <summary>Packages are normalised into the cache.</summary>
    Normalise,

    /// <summary>Something worth knowing that is no error, such as a library that nothing has.</summary>
    Note,
}
