using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;
using Avocado.Packages.OpenPgp;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.OpenPgp;

public class KeyringTests
{
    private const string Text = "Origin: Test\n- a line with a dash\nwith blanks  \t\n\nlast\n";

    private static readonly DateTimeOffset When = new(2026, 9, 12, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_keys_of_the_archive_come_with_the_SDK() =>
        // Two releases, archive and security archive, each with a primary key and a subkey.
        Assert.Equal(8, ArchiveKeys.Debian.Count);

    [Fact]
    public void A_signed_text_is_accepted_and_read_without_its_escapes()
    {
        CleartextMessage message = CleartextMessage.Parse(TestKey.Shared.Sign(Text, When));
        Assert.Null(Keyring.Parse(TestKey.Shared.Keyring()).FindFault(message, When));
        Assert.Equal(
            "Origin: Test\n- a line with a dash\nwith blanks\n\nlast", Encoding.UTF8.GetString(message.Text.Span));
    }

    [Fact]
    public void A_text_signed_by_another_key_is_refused()
    {
        CleartextMessage message = CleartextMessage.Parse(new TestKey().Sign(Text, When));
        Assert.Contains("not in the keyring", Keyring.Parse(TestKey.Shared.Keyring()).FindFault(message, When));
    }

    [Fact]
    public void A_changed_text_is_refused()
    {
        string signed = Encoding.UTF8.GetString(TestKey.Shared.Sign(Text, When));
        CleartextMessage message = CleartextMessage.Parse(
            Encoding.UTF8.GetBytes(signed.Replace("Origin: Test", "Origin: Text", StringComparison.Ordinal)));
        Assert.Contains("does not fit", Keyring.Parse(TestKey.Shared.Keyring()).FindFault(message, When));
    }

    [Fact]
    public void An_expired_key_is_refused()
    {
        var key = new TestKey(When.AddDays(-10), TimeSpan.FromDays(20));
        var keyring = Keyring.Parse(key.Keyring());
        CleartextMessage message = CleartextMessage.Parse(key.Sign(Text, When));
        Assert.Null(keyring.FindFault(message, When.AddDays(9)));
        Assert.Contains("expired", keyring.FindFault(message, When.AddDays(11)));
    }

    [Fact]
    public void An_expired_signature_is_refused()
    {
        byte[] twoDays = TestKey.Subpacket(3, [0, 2, 0xA3, 0]);
        CleartextMessage message = CleartextMessage.Parse(TestKey.Shared.Sign(Text, When, twoDays));
        var keyring = Keyring.Parse(TestKey.Shared.Keyring());
        Assert.Null(keyring.FindFault(message, When.AddDays(1)));
        Assert.Contains("expired", keyring.FindFault(message, When.AddDays(3)));
    }

    [Fact]
    public void A_signature_from_the_future_is_refused()
    {
        CleartextMessage message = CleartextMessage.Parse(TestKey.Shared.Sign(Text, When));
        Assert.Contains("future", Keyring.Parse(TestKey.Shared.Keyring()).FindFault(message, When.AddDays(-3)));
    }

    [Fact]
    public void A_signature_with_a_critical_part_that_nobody_knows_is_refused()
    {
        CleartextMessage message = CleartextMessage.Parse(
            TestKey.Shared.Sign(Text, When, TestKey.Subpacket(0x80 | 20, [1, 2, 3])));
        Assert.NotNull(Keyring.Parse(TestKey.Shared.Keyring()).FindFault(message, When));
    }

    [Fact]
    public void Text_around_the_signed_text_is_refused()
    {
        byte[] signed = TestKey.Shared.Sign(Text, When);
        Assert.Throws<DamagedFormatException>(() => CleartextMessage.Parse([.. "Evil: yes\n"u8, .. signed]));
        Assert.Throws<DamagedFormatException>(() => CleartextMessage.Parse([.. signed, .. "Evil: yes\n"u8]));
    }

    [ToolFact("gpgv")]
    public void Gpgv_accepts_what_the_tests_sign()
    {
        using var folder = new TemporaryFolder();
        string keyring = folder.Write("keyring.gpg", TestKey.Shared.Keyring());
        string message = folder.Write("InRelease", TestKey.Shared.Sign(Text, When));
        ForeignTool.Run("gpgv", "--keyring", keyring, message);
    }

    [ToolFact("gpg", "gpgconf")]
    public void What_gpg_signs_with_a_subkey_is_accepted_and_a_revoked_one_is_not()
    {
        using var folder = new TemporaryFolder();
        ToolResult Gpg(params string[] arguments) => ForeignTool.Run("gpg",
            ["--homedir", folder.Path, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "",
                .. arguments]);
        try
        {
            Gpg("--quick-gen-key", "Tester <t@example.com>", "rsa2048", "cert", "1y");
            string fingerprint = Gpg("--with-colons", "--list-keys").Output.Split('\n')
                .First(l => l.StartsWith("fpr", StringComparison.Ordinal)).Split(':')[9];
            Gpg("--quick-add-key", fingerprint, "rsa2048", "sign", "1y");
            string text = folder.Write("text", Encoding.UTF8.GetBytes(Text));
            Gpg("--clear-sign", "--digest-algo", "SHA256", "--output", folder["signed"], text);
            Gpg("--export", "--output", folder["binary"]);
            Gpg("--export", "--armor", "--output", folder["armored"]);
            CleartextMessage message = CleartextMessage.Parse(File.ReadAllBytes(folder["signed"]));
            foreach (string form in new[] { "binary", "armored" })
            {
                var keyring = Keyring.Parse(File.ReadAllBytes(folder[form]));
                // The primary key may only certify.
                Assert.Equal(1, keyring.Count);
                Assert.Null(keyring.FindFault(message, DateTimeOffset.UtcNow));
            }
            ForeignTool.Try("gpg", null, "key 1\nrevkey\ny\n0\n\ny\nsave\n"u8.ToArray(),
                ["--homedir", folder.Path, "--no-tty", "--command-fd", "0", "--pinentry-mode", "loopback",
                    "--passphrase", "", "--edit-key", fingerprint]);
            Gpg("--export", "--output", folder["revoked"]);
            Assert.Equal(0, Keyring.Parse(File.ReadAllBytes(folder["revoked"])).Count);
        }
        finally
        {
            ForeignTool.Try("gpgconf", "--homedir", folder.Path, "--kill", "all");
        }
    }

    [Fact]
    public void Damaged_keyrings_and_messages_give_typed_errors_and_are_never_accepted()
    {
        byte[] good = TestKey.Shared.Keyring();
        CleartextMessage message = CleartextMessage.Parse(TestKey.Shared.Sign(Text, When));
        int refused = Expect.TypedErrors(good, 2000, bytes => Keyring.Parse(bytes).FindFault(message, When));
        Assert.True(refused > 500, $"only {refused} refused");
        var keyring = Keyring.Parse(good);
        byte[] signed = TestKey.Shared.Sign(Text, When);
        string plain = Encoding.UTF8.GetString(message.Text.Span);
        Expect.TypedErrors(signed, 2000, bytes =>
        {
            CleartextMessage damaged = CleartextMessage.Parse(bytes);
            // What is still accepted is the same text: armor and line ends may change, the meaning may not.
            if (keyring.FindFault(damaged, When) is null)
            {
                Assert.Equal(plain, Encoding.UTF8.GetString(damaged.Text.Span));
            }
        });
    }
}
