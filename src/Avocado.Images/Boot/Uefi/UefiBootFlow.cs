using System.Collections.Immutable;
using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;
using Avocado.Images.Device;
using Avocado.Images.Model;
using Avocado.Signing;

namespace Avocado.Images.Boot.Uefi;

/// <summary>
/// UEFI with systemd-boot: a slot's boot image is a UKI whose file name carries the count of tries (Boot Loader
/// Specification), modes are signed addons beside it, and the firmware's db is the anchor.
/// </summary>
public sealed class UefiBootFlow : IBootFlow
{
    private static readonly UnixPath Stubs = "usr/lib/systemd/boot/efi";
    private static readonly UnixPath Kernels = "boot";
    private const string SizeProperty = "EspSize";

    /// <inheritdoc/>
    public string Name => "uefi";

    /// <inheritdoc/>
    public IReadOnlyList<UnixPath> InputFolders { get; } = [Kernels, Stubs];

    /// <inheritdoc/>
    public IEnumerable<Entry> RootEntries(ImageProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        string tries = project.GoodBootTries.ToString(CultureInfo.InvariantCulture) + "\n";
        return
        [
            .. DeviceFiles.Load("Boot/Uefi/root"),
            Entry.File("usr/lib/avocado/good-boot-tries", Content.Text(tries),
                Origin.Generated("device", "what a good boot sets the counter to")),
        ];
    }

    /// <inheritdoc/>
    public BootImages CreateImages(BootInputs inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string architecture = inputs.Project.Board.Architecture.EfiName;
        ISigner boot = inputs.Keys[KeyUse.SecureBoot];
        ISegment image = UkiBuilder.Build(
            Required(inputs, $"linux{architecture}.efi.stub"),
            [
                new UkiSection(UkiSectionName.OsRelease, inputs.OsRelease),
                new UkiSection(UkiSectionName.CommandLine, Content.Text(inputs.CommandLine)),
                new UkiSection(UkiSectionName.Uname, Content.Text(inputs.KernelVersion)),
                new UkiSection(UkiSectionName.Linux, inputs.Kernel),
                new UkiSection(UkiSectionName.Initrd, inputs.Initrd),
            ]);
        Content loader = Required(inputs, $"systemd-boot{architecture}.efi");
        Content addonStub = Required(inputs, $"addon{architecture}.efi.stub");
        return new BootImages(
            $"{inputs.Project.ImageId}_{inputs.Project.ImageVersion}.efi",
            AuthenticodeSigner.Sign(boot, image, KeyUse.SecureBoot, cancellation),
            AuthenticodeSigner.Sign(boot, new ContentSegment(loader), KeyUse.SecureBoot, cancellation),
            inputs.Project.BootModes.Where(mode => !mode.IsDefault).ToImmutableSortedDictionary(
                mode => mode.Name,
                mode => AuthenticodeSigner.Sign(
                    inputs.Keys[KeyUse.Modes],
                    AddonBuilder.Build(addonStub, KernelCommandLine.OfMode(mode)),
                    KeyUse.Modes,
                    cancellation),
                StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ISegment LayOutBootPartition(
        ImageProject project, Content image, Content loader, IReadOnlyDictionary<string, Content> addons)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(addons);
        string fallback = $"EFI/BOOT/BOOT{project.Board.Architecture.EfiName.ToUpperInvariant()}.EFI";
        string slot = $"EFI/Linux/{project.ImageId}_{project.ImageVersion}";
        List<FatFile> files =
        [
            new(UnixPath.Parse(fallback), loader),
            new(UnixPath.Parse($"{slot}+{project.GoodBootTries}.efi"), image),
            new("loader/loader.conf", Content.Text("timeout 0\neditor no\nauto-firmware no\n")),
        ];
        // Addons lie ready; one takes effect when it is copied into the image's own folder (NAME.efi.extra.d).
        files.AddRange(addons.OrderBy(addon => addon.Key, StringComparer.Ordinal)
            .Select(addon => new FatFile(UnixPath.Parse($"avocado/modes/{addon.Key}.addon.efi"), addon.Value)));
        return LayOut(project, files);
    }

    private static FatWriter LayOut(ImageProject project, List<FatFile> files)
    {
        SourceLocation? place = project.SizeLocations.GetValueOrDefault(SizeProperty);
        long needed = files.Sum(file => file.Content?.Size ?? 0);
        if (needed > project.Sizes.Esp)
        {
            throw Codes.LargerThanSlot.ErrorAt(place, "esp", SizeProperty, needed, project.Sizes.Esp);
        }
        var options = new FatOptions
        {
            Size = project.Sizes.Esp,
            VolumeId = SeededIds.FatVolumeId(new SeededIds(project.Seed).Partition(PartitionTypes.Esp)),
            Label = "ESP",
            SourceDate = project.SourceDate,
        };
        try
        {
            return new FatWriter(options, files);
        }
        // Too small for the format itself, or for its tables.
        catch (AvocadoException error) when (error.Code == Codes.FormatLimit)
        {
            throw new AvocadoException(error.Code, error.Message, place, error);
        }
    }

    private static Content Required(BootInputs inputs, string name) =>
        inputs.Packages.Find(Stubs / UnixPath.Parse(name)) is { Kind: EntryKind.File } entry
            ? entry.Content
            : throw Codes.NoKernel.Error("no " + name);
}
