using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Signing;

namespace Avocado.Images.Pipeline;

/// <summary>The keys of one build, by use: those the project names, or the user's development keys.</summary>
public sealed class ImageKeys : IDisposable
{
    private readonly ImmutableArray<ISigner> _signers;
    private readonly DevelopmentKeySet? _development;

    private ImageKeys(ImmutableArray<ISigner> signers, DevelopmentKeySet? development)
    {
        _signers = signers;
        _development = development;
    }

    /// <summary>Whether these are the user's development keys.</summary>
    public bool IsDevelopment => _development is not null;

    /// <summary>The key of a use.</summary>
    /// <exception cref="AvocadoException">AVO0582: no key has the use.</exception>
    public ISigner this[KeyUse use] => Find(use) ?? throw Codes.NoKeyForUse.Error(use.ToText(), "this image needs");

    /// <summary>The key of a use, or null when the project names none.</summary>
    public ISigner? Find(KeyUse use) =>
        _development?[use] ?? _signers.FirstOrDefault(signer => signer.Uses.HasFlag(use));

    /// <summary>Opens what the project names; without any, the development keys of this user.</summary>
    /// <param name="keys">The project's keys.</param>
    /// <param name="developmentFolder">Where development keys are; null for the user's data folder.</param>
    /// <param name="projectFolder">Relative key files are below it.</param>
    /// <param name="log">Told when development keys were made.</param>
    /// <exception cref="AvocadoException">04xx: a key cannot be opened or is not its certificate's.</exception>
    public static ImageKeys Open(
        ImmutableArray<SigningKey> keys, string? developmentFolder, string projectFolder, IBuildLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (keys.IsEmpty)
        {
            DevelopmentKeySet set = DevelopmentKeys.Open(developmentFolder ?? DevelopmentKeys.DefaultFolder);
            if (set.Created)
            {
                log.Note($"made development signing keys for this user in {set.Folder}; every project uses them");
            }
            return new ImageKeys([], set);
        }
        var signers = ImmutableArray.CreateBuilder<ISigner>();
        foreach (SigningKey key in keys)
        {
            KeyUse uses = key.Uses.Aggregate(default(KeyUse), (all, use) => all | KeyUses.Parse(use, key.Location));
            try
            {
                signers.Add(SignerFactory.Open(key.Uri, key.Certificate, uses, projectFolder));
            }
            catch (AvocadoException error) when (error.Location is null)
            {
                throw new AvocadoException(error.Code, error.Message, key.Location, error);
            }
        }
        return new ImageKeys(signers.ToImmutable(), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ISigner signer in _signers)
        {
            signer.Dispose();
        }
        _development?.Dispose();
    }
}
