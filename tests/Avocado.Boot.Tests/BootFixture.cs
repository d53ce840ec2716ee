using Avocado.Devices.Qemu;
using Avocado.Images.Pipeline;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

/// <summary>What several boots are made from; each part is made when the first test asks for it.</summary>
public sealed class BootFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<SampleImage> _sample = new(SampleImage.Find);
    private readonly Lazy<ImageKeys> _keys;
    private readonly Lazy<ImageKeys> _strangersKeys;
    private readonly Lazy<Task<NextRelease>> _nextRelease;

    public BootFixture()
    {
        _keys = new(() => TestKeys.OfSample(Sample));
        _strangersKeys = new(() => TestKeys.OfAStranger(_folder["stranger"]));
        _nextRelease = new(() => NextRelease.BuildAsync(Sample, Keys, _folder.Path));
    }

    internal SampleImage Sample => _sample.Value;

    /// <summary>The keys that signed the sample.</summary>
    internal ImageKeys Keys => _keys.Value;

    /// <summary>Keys that the device does not trust.</summary>
    internal ImageKeys StrangersKeys => _strangersKeys.Value;

    /// <summary>A device under the sample's keys: Secure Boot enforced, with a TPM.</summary>
    /// <param name="image">Its disk.</param>
    /// <param name="state">Keeps what the device writes.</param>
    internal QemuOptions Device(string image, TemporaryFolder state) => new()
    {
        Image = image,
        SecureBootFolder = Sample.SecureBootFolder,
        Tpm = true,
        StateFolder = state.Path,
    };

    internal Task<NextRelease> NextReleaseAsync() => _nextRelease.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_keys.IsValueCreated)
        {
            Keys.Dispose();
        }
        if (_strangersKeys.IsValueCreated)
        {
            StrangersKeys.Dispose();
        }
        _folder.Dispose();
    }
}
