using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;

namespace Avocado.Signing;

/// <summary>
/// What puts a device's Secure Boot under the project's keys: certificates for tools and people (<c>.der</c>) and
/// signed updates for firmware and boot loaders (<c>.auth</c>). The same keys give the same bytes.
/// </summary>
public sealed class SecureBootEnrollment
{
    /// <summary>The owner that entries are marked with.</summary>
    public static Guid Owner { get; } = new("e0a0ac39-7f1c-5a51-8a5c-61766f636164");

    /// <summary>The time of a first enrolment; every later update needs a later one.</summary>
    public static EfiTime FirstTimestamp { get; } = new(2024, 1, 1, 0, 0, 0);

    private readonly ISigner _platform;
    private readonly ISigner _keyExchange;
    private readonly ImmutableArray<SigningCertificate> _database;
    private readonly EfiTime _timestamp;

    /// <param name="platform">The platform key.</param>
    /// <param name="keyExchange">The key exchange key.</param>
    /// <param name="database">Who may sign what boots; the first is the boot key itself.</param>
    /// <param name="timestamp">By default <see cref="FirstTimestamp"/>.</param>
    /// <exception cref="AvocadoException">AVO0408: a key is for something else.</exception>
    public SecureBootEnrollment(
        ISigner platform,
        ISigner keyExchange,
        IEnumerable<SigningCertificate> database,
        EfiTime? timestamp = null)
    {
        platform.Require(KeyUse.Platform);
        keyExchange.Require(KeyUse.KeyExchange);
        _platform = platform;
        _keyExchange = keyExchange;
        _database = [.. database];
        ArgumentOutOfRangeException.ThrowIfZero(_database.Length);
        _timestamp = timestamp ?? FirstTimestamp;
    }

    /// <summary>The files by name, in the order in which they are written.</summary>
    /// <remarks>
    /// PK, KEK and db, each as .der and .auth. db.der is the boot key's certificate; further ones are db-2.der and so
    /// on, and db.auth has them all. PK signs itself and KEK, KEK signs db.
    /// </remarks>
    /// <exception cref="AvocadoException">AVO0409, AVO0411: a token fails.</exception>
    public ImmutableArray<(string Name, byte[] Bytes)> Files()
    {
        var files = ImmutableArray.CreateBuilder<(string Name, byte[] Bytes)>();
        files.Add(("PK.der", _platform.Certificate.Der.ToArray()));
        files.Add(("PK.auth", Sign(AuthenticatedVariable.PlatformKey(_timestamp, PlatformLists), _platform)));
        files.Add(("KEK.der", _keyExchange.Certificate.Der.ToArray()));
        files.Add(("KEK.auth", Sign(AuthenticatedVariable.KeyExchangeKeys(_timestamp, KeyExchangeLists), _platform)));
        for (int i = 0; i < _database.Length; i++)
        {
            files.Add((i == 0 ? "db.der" : $"db-{i + 1}.der", _database[i].Der.ToArray()));
        }
        files.Add(("db.auth", Sign(AuthenticatedVariable.Database(_timestamp, DatabaseLists), _keyExchange)));
        return files.ToImmutable();
    }

    /// <summary>Writes the files into a folder, which is made when it is missing.</summary>
    /// <returns>Their full paths.</returns>
    /// <exception cref="AvocadoException">AVO0409, AVO0411: a token fails; nothing was written.</exception>
    public ImmutableArray<string> Write(string folder)
    {
        ImmutableArray<(string Name, byte[] Bytes)> files = Files();
        Directory.CreateDirectory(folder);
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, byte[] bytes) in files)
        {
            string path = Path.Combine(Path.GetFullPath(folder), name);
            string draft = path + ".tmp";
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, path, overwrite: true);
            paths.Add(path);
        }
        return paths.ToImmutable();
    }

    /// <summary>Enrols certificates in a virtual machine's firmware and switches Secure Boot on.</summary>
    /// <param name="store">The machine's variables.</param>
    /// <param name="platform">The platform key's certificate.</param>
    /// <param name="keyExchange">The key exchange key's certificate.</param>
    /// <param name="database">Who may sign what boots.</param>
    /// <exception cref="AvocadoException">AVO0203: the store is full.</exception>
    public static void EnrolIn(
        OvmfVariableStore store,
        SigningCertificate platform,
        SigningCertificate keyExchange,
        IEnumerable<SigningCertificate> database)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(database);
        store.Enrol([List(platform)], [List(keyExchange)], database.Select(List), FirstTimestamp);
    }

    private IEnumerable<EfiSignatureList> PlatformLists => [List(_platform.Certificate)];

    private IEnumerable<EfiSignatureList> KeyExchangeLists => [List(_keyExchange.Certificate)];

    private IEnumerable<EfiSignatureList> DatabaseLists => _database.Select(List);

    private static EfiSignatureList List(SigningCertificate certificate) =>
        EfiSignatureList.OfCertificate(Owner, certificate.Der);

    private static byte[] Sign(AuthenticatedVariable variable, ISigner signer) =>
        variable.Attach(CmsBuilder.AuthenticatedVariable(variable.Digest, signer.Certificate).Sign(signer));
}
