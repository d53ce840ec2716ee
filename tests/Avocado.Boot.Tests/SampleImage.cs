using Avocado.Files;

namespace Avocado.Boot.Tests;

/// <summary>The sample's image as the build of the repository left it: exactly what a newcomer would boot.</summary>
internal sealed class SampleImage
{
    private const string Board = "x86_64-uefi";
    private const string ImageName = "gateway-1.0.0.img";

    private SampleImage(string repository)
    {
        BoardsFolder = Path.Combine(repository, "sdk", "boards");
        ProjectFile = Path.Combine(repository, "samples", "Gateway", "Gateway.csproj");
        Folder = Path.Combine(repository, "samples", "Gateway", "bin", "Debug", Board);
    }

    /// <summary>Full path of the folder of the SDK's board files.</summary>
    public string BoardsFolder { get; }

    /// <summary>Full path.</summary>
    public string ProjectFile { get; }

    /// <summary>The packages that the image was made of.</summary>
    public string LockFile => Path.Combine(Path.GetDirectoryName(ProjectFile)!, "avocado.lock.json");

    /// <summary>Full path of the output folder.</summary>
    public string Folder { get; }

    /// <summary>Full path of the disk image.</summary>
    public string Image => Path.Combine(Folder, ImageName);

    /// <summary>The certificates that the image's owner enrols.</summary>
    public string SecureBootFolder => Path.Combine(Folder, "secure-boot");

    /// <summary>The signed image of an extension.</summary>
    public string ExtensionImage(string name) => Path.Combine(Folder, "extensions", name + ".raw");

    /// <summary>What the build says the root's hash is.</summary>
    public Sha256Digest RootHash =>
        Sha256Digest.Parse(File.ReadAllText(Path.Combine(Folder, "rootfs.roothash")).TrimEnd());

    /// <summary>Finds the image.</summary>
    /// <exception cref="InvalidOperationException">It was not built.</exception>
    public static SampleImage Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Avocado.Sdk.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        var sample = new SampleImage(
            folder ?? throw new InvalidOperationException("the tests do not run below the repository's root"));
        return File.Exists(sample.Image)
            ? sample
            : throw new InvalidOperationException(
                $"the sample's image {sample.Image} is not there: run 'dotnet build' at the repository's root first");
    }
}
