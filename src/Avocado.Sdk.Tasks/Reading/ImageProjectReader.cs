using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Packages.Caching;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>
/// Turns what MSBuild read into what the pipeline builds from, and reports every mistake on the way. The only place
/// that knows both worlds.
/// </summary>
internal sealed class ImageProjectReader(ReadingContext context)
{
    private const long MiB = 1 << 20;

    private static readonly string[] s_sizes = ["EspSize", "RootSize", "StoreSize", "FactorySize", "VarSize"];

    private readonly SettingReader _settings = new(context);

    /// <returns>The request with one thread, or null when there is no board; reports say whether it can be used.</returns>
    public BuildRequest? Read(BuildDeviceImage task)
    {
        if (new ResolveRequestReader(context).Read(task) is not { } packages)
        {
            return null;
        }
        ImmutableArray<Extension> extensions = new ExtensionReader(context).Read(task.SystemExtensions);
        string[] names = [.. extensions.Select(e => e.Name)];
        var contents = new ContentReader(context, names);
        var accounts = new AccountReader(context);
        ReportReplacedBase(packages.BaseImage, task);
        string imageId = ImageId(task.ImageId);
        return new BuildRequest
        {
            Project = new ImageProject
            {
                ProjectFile = context.Locator.ProjectFile,
                Board = packages.Board with
                {
                    KernelArguments = [.. task.BoardKernelArguments.Select(a => a.ItemSpec)],
                    InitrdModules = [.. task.InitrdModules.Select(m => m.ItemSpec).Distinct()],
                },
                ImageId = imageId,
                ImageVersion = ImageVersion(task.ImageVersion),
                Seed = Seed(task.ImageSeed, imageId),
                SourceDate = packages.SourceDate ?? 0,
                IsProduction = task.IsProduction,
                SecurityVersion = _settings.Integer("SecurityVersion", task.SecurityVersion, 0, int.MaxValue, 1),
                GoodBootTries = _settings.Integer("GoodBootTries", task.GoodBootTries, 1, 99, 3),
                SupportPeriodEnd = _settings.Day("SupportPeriodEnd", task.SupportPeriodEnd),
                Compression = Compression(task.ImageCompression),
                BlockSize = BlockSize(task.ImageBlockSize),
                Sizes = Sizes(task),
                SizeLocations = s_sizes.ToImmutableSortedDictionary(
                    property => property, context.Locator.Property, StringComparer.Ordinal),
                KernelArguments = KernelArguments(task),
                Extensions = extensions,
                BootModes = new BootModeReader(context, names).Read(task.BootModes),
                Overlays = contents.Overlays(task),
                Apps = contents.Apps(task),
                Units = contents.Units(task.SystemUnits),
                Users = accounts.Users(task.DeviceUsers),
                Groups = accounts.Groups(task.DeviceGroups),
                HealthChecks = contents.HealthChecks(task.HealthChecks),
            },
            Packages = packages,
            Keys = new SigningKeyReader(context).Read(task.SigningKeys, task.IsProduction),
            DevelopmentKeyFolder = SettingReader.Given(task.DevelopmentKeyFolder) is { } keys
                ? context.FullPath(keys)
                : null,
            OutputFolder = context.FullPath(task.OutputFolder),
            IntermediateFolder = context.FullPath(task.IntermediateFolder),
        };
    }

    // Builds replace, and remove, what lies in their folders.
    private void ReportReplacedBase(string? image, BuildDeviceImage task)
    {
        string[] folders = [context.FullPath(task.OutputFolder), context.FullPath(task.IntermediateFolder)];
        if (image is not null && folders.Any(folder =>
            image.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase)))
        {
            _settings.Report("BaseImage", Codes.BadValue, "BaseImage", image,
                "a file that this build does not replace: keep releases outside of bin and obj");
        }
    }

    private string ImageId(string id)
    {
        if (!NameRule.ImageId.Allows(id))
        {
            _settings.Report("ImageId", Codes.BadImageId, id);
        }
        return id;
    }

    /// <summary>The first '-' becomes '~': systemd sorts "1.4.0~rc.1" below "1.4.0", and "1.4.0-rc.1" above it.</summary>
    private string ImageVersion(string version)
    {
        if (!NameRule.Version.Allows(version))
        {
            _settings.Report("Version", Codes.BadVersion, version, NameRule.Version.Description);
        }
        int dash = version.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? version : version[..dash] + "~" + version[(dash + 1)..];
    }

    private Guid Seed(string? given, string imageId)
    {
        if (SettingReader.Given(given) is not { } text)
        {
            return ImageSeed.Of(imageId);
        }
        if (Guid.TryParseExact(text, "D", out Guid seed))
        {
            return seed;
        }
        _settings.Report("ImageSeed", Codes.BadValue, "ImageSeed", text,
            "a UUID such as 6f8bb4a6-5d4a-4f6c-9a57-0d5f9f0f4e1c");
        return Guid.Empty;
    }

    private ImageCompression Compression(string? given)
    {
        ImageCompression compression = ImageCompression.Default;
        if (SettingReader.Given(given) is { } text && !ImageCompression.TryParse(text, out compression))
        {
            _settings.Report("ImageCompression", Codes.BadValue, "ImageCompression", text, ImageCompression.Forms);
        }
        return compression;
    }

    private int BlockSize(string? given)
    {
        if (SettingReader.Given(given) is not { } text)
        {
            return SquashFsOptions.DefaultBlockSize;
        }
        if (ByteSize.TryParse(text, out long size) && SquashFsOptions.IsBlockSize(size))
        {
            return (int)size;
        }
        _settings.Report("ImageBlockSize", Codes.BadValue, "ImageBlockSize", text, "a power of two from 4K to 1M");
        return SquashFsOptions.DefaultBlockSize;
    }

    private PartitionSizes Sizes(BuildDeviceImage task)
    {
        var sizes = new PartitionSizes();
        long root = _settings.Size("RootSize", task.RootSize, sizes.Root);
        long store = _settings.Size("StoreSize", task.StoreSize, sizes.Store);
        return sizes with
        {
            Esp = _settings.Size("EspSize", task.EspSize, sizes.Esp),
            Root = root,
            RootVerity = HashTree(root),
            Store = store,
            StoreVerity = HashTree(store),
            Factory = _settings.Size("FactorySize", task.FactorySize, sizes.Factory),
            Var = _settings.Size("VarSize", task.VarSize, sizes.Var),
        };
    }

    // Room for a tree of 32-byte hashes in 4 KiB blocks, 128 to a block: less than 1/126 in all, and one block more.
    private static long HashTree(long data) => ((data / 126 / MiB) + 2) * MiB;

    private ImmutableArray<string> KernelArguments(BuildDeviceImage task)
    {
        ImmutableArray<string>.Builder arguments = ImmutableArray.CreateBuilder<string>();
        foreach (ItemReader item in context.Items(PublicItem.KernelArgument, task.KernelArguments))
        {
            // The line is split at spaces and must stay one line of ASCII.
            if (item.Name.All(c => c is > ' ' and <= '~'))
            {
                arguments.Add(item.Name);
            }
            else
            {
                item.Report(Codes.BadName, "kernel argument", item.Name, "ASCII without spaces, one argument per item");
            }
        }
        return arguments.ToImmutable();
    }
}
