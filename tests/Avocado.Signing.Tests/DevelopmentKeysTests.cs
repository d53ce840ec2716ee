using Avocado.Files.Diagnostics;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

[Collection(TestKeys.Shared)]
public class DevelopmentKeysTests(TestKeys shared)
{
    [Fact]
    public void A_set_is_made_once_and_found_again()
    {
        using var folder = new TemporaryFolder();
        using DevelopmentKeySet first = DevelopmentKeys.Open(folder["a/b/keys"]);
        using DevelopmentKeySet second = DevelopmentKeys.Open(folder["a/b/keys/"]);

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.Equal(KeyUses.All.Select(u => first[u].Certificate), KeyUses.All.Select(u => second[u].Certificate));
        Assert.Equal(KeyUses.All.Length, KeyUses.All.Select(u => first[u].Certificate.RsaKeyFingerprint).Distinct().Count());
        Assert.Equal(["keys"], Directory.GetFileSystemEntries(folder["a/b"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Only_the_user_can_read_the_keys()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        DevelopmentKeySet keys = shared.Set;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(keys.Folder));
        foreach (string file in Directory.GetFiles(keys.Folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Builds_that_come_at_once_share_one_set()
    {
        using var folder = new TemporaryFolder();
        using var start = new Barrier(3);
        var sets = new DevelopmentKeySet[3];
        Thread[] threads = [.. Enumerable.Range(0, sets.Length).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            sets[i] = DevelopmentKeys.Open(folder["keys"]);
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.Single(sets, s => s.Created);
        Assert.All(sets, s => Assert.Equal(sets[0][KeyUse.Verity].Certificate, s[KeyUse.Verity].Certificate));
        Assert.Equal(["keys"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("verity.pem", null)]
    [InlineData("PK.crt", null)]
    [InlineData("modes.pem", "")]
    [InlineData("secure-boot.crt", "text")]
    public void A_damaged_set_is_an_error_and_is_left_alone(string name, string? content)
    {
        using var folder = new TemporaryFolder();
        shared.CopyTo(folder["keys"]);
        string path = Path.Combine(folder["keys"], name);
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }
        Dictionary<string, byte[]> before = Snapshot(folder["keys"]);

        var error = Assert.Throws<AvocadoException>(() => DevelopmentKeys.Open(folder["keys"]));

        Assert.Equal("AVO0410", error.Code.Id);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(folder["keys"]));
    }

    [Fact]
    public void Swapped_keys_are_a_damaged_set()
    {
        using var folder = new TemporaryFolder();
        shared.CopyTo(folder["keys"]);
        File.Copy(Path.Combine(folder["keys"], "pcr.pem"), Path.Combine(folder["keys"], "verity.pem"), overwrite: true);

        Assert.Equal("AVO0410", Assert.Throws<AvocadoException>(() => DevelopmentKeys.Open(folder["keys"])).Code.Id);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error_with_a_remedy()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "no folder"u8);

        var error = Assert.Throws<AvocadoException>(() => DevelopmentKeys.Open(Path.Combine(file, "keys")));

        Assert.Equal("AVO0414", error.Code.Id);
    }

    [Fact]
    public void By_default_the_keys_are_in_the_user_s_data_folder() => Assert.EndsWith(
        Path.Combine("avocado", "keys", "dev"), DevelopmentKeys.DefaultFolder, StringComparison.Ordinal);

    [ToolFact("openssl")]
    public void OpenSSL_accepts_certificates_and_keys_of_the_set()
    {
        DevelopmentKeySet keys = shared.Set;
        foreach (string certificate in Directory.GetFiles(keys.Folder, "*.crt"))
        {
            ForeignTool.Run("openssl", "verify", "-x509_strict", "-partial_chain", "-CAfile", certificate, certificate);
            string key = Path.ChangeExtension(certificate, ".pem");
            ForeignTool.Run("openssl", "pkey", "-in", key, "-check", "-noout");
            Assert.Equal(
                ForeignTool.Run("openssl", "x509", "-in", certificate, "-noout", "-pubkey").Output,
                ForeignTool.Run("openssl", "pkey", "-in", key, "-pubout").Output);
        }
    }

    [Fact]
    public void One_authority_issues_what_firmware_loads_so_that_modes_share_their_db_entry()
    {
        ISigner boot = shared.Set[KeyUse.SecureBoot];
        ISigner modes = shared.Set[KeyUse.Modes];

        Assert.Equal(boot.Anchor, modes.Anchor);
        Assert.NotEqual(boot.Certificate, modes.Certificate);
        Assert.NotEqual(boot.Certificate, boot.Anchor);
        Assert.Equal(shared.Set[KeyUse.Verity].Certificate, shared.Set[KeyUse.Verity].Anchor);
    }

    private static Dictionary<string, byte[]> Snapshot(string folder) =>
        Directory.GetFiles(folder).ToDictionary(f => f, File.ReadAllBytes);
}
