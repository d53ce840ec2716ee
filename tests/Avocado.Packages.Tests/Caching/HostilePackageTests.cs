using System.Formats.Tar;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching;

public sealed class HostilePackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_out_of_the_image_is_refused() =>
        Refused(Codes.BadPath, tar => TestPackage.File(tar, "../../etc/passwd", "x"));

    [Fact]
    public void A_path_through_a_link_is_refused()
    {
        Refused(Codes.DamagedFormat, tar =>
        {
            TestPackage.Link(tar, TarEntryType.SymbolicLink, "etc", "/home");
            TestPackage.File(tar, "etc/passwd", "x");
        });
        Refused(Codes.DamagedFormat, tar =>
        {
            TestPackage.File(tar, "etc/a/b/passwd", "x");
            TestPackage.Link(tar, TarEntryType.SymbolicLink, "etc/a", "/home");
        });
    }

    [Fact]
    public void A_hard_link_to_what_is_not_in_the_package_is_refused()
    {
        Refused(Codes.DamagedFormat, tar => TestPackage.Link(tar, TarEntryType.HardLink, "a", "/etc/shadow"));
        Refused(Codes.BadPath, tar => TestPackage.Link(tar, TarEntryType.HardLink, "a", "../etc/shadow"));
    }

    [Fact]
    public void A_path_that_comes_twice_is_refused() => Refused(Codes.DamagedFormat, tar =>
    {
        TestPackage.File(tar, "a", "harmless");
        TestPackage.File(tar, "./a", "other");
    });

    [Fact]
    public void A_package_that_unpacks_to_more_than_it_declares_is_refused() => Refused(
        new TestPackage("app") { Data = tar => TestPackage.File(tar, "zeros", new byte[80 << 20]) }.Build(),
        Codes.DamagedFormat);

    [Fact]
    public void A_package_that_declares_its_size_is_read() =>
        Read(new TestPackage("app")
        {
            Fields = [$"Installed-Size: {80 << 10}"],
            Data = tar => TestPackage.File(tar, "zeros", new byte[80 << 20]),
        }.Build());

    [Fact]
    public void A_compression_that_is_not_known_is_refused_by_name()
    {
        AvocadoException error = Refused(
            new TestPackage("app") { Compression = (".lzma", bytes => bytes) }.Build(), Codes.UnsupportedFormat);
        Assert.Contains(".lzma", error.Message);
    }

    [ToolFact("zstd")]
    public void A_package_of_Zstandard_is_read_and_its_damage_refused()
    {
        static byte[] Compress(byte[] bytes) => ForeignTool.Try("zstd", null, bytes, ["-c", "-19"]).OutputBytes;
        Read(new TestPackage("app") { Compression = (".zst", Compress) }.Build());
        Refused(new TestPackage("app") { Compression = (".zst", bytes => bytes) }.Build(), Codes.DamagedFormat);
        Refused(
            new TestPackage("app") { Compression = (".zst", bytes => Compress(bytes)[..^4]) }.Build(),
            Codes.DamagedFormat);
    }

    [Fact]
    public void An_archive_without_its_parts_is_refused()
    {
        Refused([], Codes.DamagedFormat);
        Refused(TestPackage.Archive(("debian-binary", "2.0\n"u8.ToArray())), Codes.DamagedFormat);
        Refused(TestPackage.Archive(("debian-binary", "3.0\n"u8.ToArray())), Codes.UnsupportedFormat);
        Refused(TestPackage.Archive(("control.tar.gz", [])), Codes.DamagedFormat);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData("")]
    public void Damage_gives_a_typed_error_or_a_result(string extension)
    {
        byte[] good = new TestPackage("app")
        {
            Compression = (extension, bytes => extension.Length == 0 ? bytes : TestPackage.Gzip(bytes)),
            Data = tar =>
            {
                TestPackage.File(tar, "usr/bin/app", Encoding.UTF8.GetBytes(new string('x', 3000)));
                TestPackage.Link(tar, TarEntryType.HardLink, "usr/bin/same", "./usr/bin/app");
            },
        }.Build();
        int refused = Expect.TypedErrors(good, 500, Read);
        Assert.True(refused > 500, $"only {refused} refused");
    }

    private void Refused(DiagnosticCode code, Action<TarWriter> data) =>
        Refused(new TestPackage("app") { Data = data }.Build(), code);

    private AvocadoException Refused(byte[] deb, DiagnosticCode code) => Expect.Code(code, () => Read(deb));

    private void Read(byte[] deb)
    {
        using NewBlob contents = new ContentStore(new CacheFolder(_folder.Path)).CreateBlob();
        PackageNormaliser.Normalise(new MemoryStream(deb), contents, default);
    }
}
