using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>
/// One set of keys per user, for development images of all projects. Made on first use; a set that is there is never
/// changed. Several builds may come at once: a set is made beside its place and moved there whole, and who comes
/// second takes the first one's.
/// </summary>
public static class DevelopmentKeys
{
    /// <summary>Where a user's set is unless the caller says otherwise.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "avocado", "keys", "dev");

    /// <summary>The user's keys; made when there are none.</summary>
    /// <param name="folder">Full path of the set's folder.</param>
    /// <exception cref="AvocadoException">
    /// AVO0410: the set is damaged. AVO0414: the folder cannot be made.
    /// </exception>
    public static DevelopmentKeySet Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        bool created = false;
        if (!Directory.Exists(folder))
        {
            try
            {
                created = DevelopmentKeyWriter.TryCreate(folder);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Codes.DevelopmentKeysNotWritable.Error(folder, error.Message);
            }
        }
        return new DevelopmentKeySet(folder, created, Load(folder));
    }

    /// <summary>The file name of a use's key and certificate, without extension.</summary>
    internal static string FileName(KeyUse use) => use switch
    {
        KeyUse.Platform => "PK",
        KeyUse.KeyExchange => "KEK",
        _ => use.ToText(),
    };

    private static Dictionary<KeyUse, ISigner> Load(string folder)
    {
        var signers = new Dictionary<KeyUse, ISigner>();
        try
        {
            foreach (KeyUse use in KeyUses.All)
            {
                string path = Path.Combine(folder, FileName(use));
                signers.Add(use, SignerFactory.Open(path + ".pem", path + ".crt", use));
            }
            return signers;
        }
        catch (AvocadoException error)
        {
            foreach (ISigner signer in signers.Values)
            {
                signer.Dispose();
            }
            throw Codes.DevelopmentKeysDamaged.Error(folder, error.Message);
        }
    }
}
