using Avocado.Cli.Diff;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Diff.Rendering;
using Avocado.Cli.Tests.Inspect;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Gzip;
using Avocado.Formats.Cpio;
using Avocado.Formats.Tests.Harness;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Diff;

/// <summary>Damaged images: a typed error that says which one, or a comparison that is not "identical".</summary>
[Collection(SampleKeys.Shared)]
public sealed class DiffDamageTests(SampleKeys keys) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_damaged_file_system_is_refused_or_differs() =>
        Run(SampleImages.SquashFs(SampleImages.Root()), headers: 96);

    [Fact]
    public void A_damaged_extension_image_is_refused_or_differs() =>
        Run(SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]), headers: 4096);

    [Fact]
    public void A_damaged_boot_image_is_refused_or_differs() =>
        Run(new SampleDisk(keys).BootImage(Sha256Digest.Of([1]), Sha256Digest.Of([2])), headers: 1024);

    [Fact]
    public void A_damaged_initrd_is_refused_or_differs()
    {
        var tree = new FileTreeBuilder();
        SampleImages.Add(tree, "etc/one", new string('x', 3000));
        SampleImages.Add(tree, "etc/two", "2");
        using var stream = new MemoryStream();
        using (var gzip = new GzipWriterStream(stream))
        {
            CpioWriter.Write(tree.Build(), gzip, SampleImages.SourceDate);
        }
        Run(stream.ToArray(), headers: 40);
    }

    [Fact]
    public void An_error_names_the_image_that_is_damaged()
    {
        byte[] good = SampleImages.SquashFs(SampleImages.Root());
        string old = _folder.Write("good.raw", good);
        string @new = _folder.Write("cut.raw", good.AsSpan(0, good.Length / 2));
        foreach ((string first, string second) in new[] { (old, @new), (@new, old) })
        {
            AvocadoException error = Assert.Throws<AvocadoException>(
                () => ImageDiffer.Compare(first, second, new DiffOptions(), CancellationToken.None));
            Assert.Equal(Codes.ImageNotCompared, error.Code);
            Assert.Contains("cut.raw", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("good.raw", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no image")]
    public void What_is_no_image_is_refused(string content)
    {
        string image = _folder.Write("image", SampleImages.SquashFs(SampleImages.Root()));
        string other = _folder.Write("other", System.Text.Encoding.UTF8.GetBytes(content));
        AvocadoException error = Assert.Throws<AvocadoException>(
            () => ImageDiffer.Compare(image, other, new DiffOptions(), CancellationToken.None));
        Assert.Equal(Codes.ImageNotCompared, error.Code);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(byte[] good, int headers)
    {
        string path = _folder.Write("good", good);
        var run = new DamageRun(good, bytes =>
        {
            foreach ((string old, string @new) in new[]
            {
                (path, _folder.Write("damaged", bytes)), (_folder["damaged"], path),
            })
            {
                DiffReport report = ImageDiffer.Compare(old, @new, new DiffOptions(), CancellationToken.None);
                // Overwriting may leave a byte as it was.
                Assert.Equal(bytes.AsSpan().SequenceEqual(good), report.Identical);
                using var json = new MemoryStream();
                ReportJson.Write(report, json);
                using var text = new StringWriter();
                DiffMarkdown.Write(report, text);
                Assert.DoesNotContain(text.ToString(), c => char.IsControl(c) && c != '\n');
            }
        });
        run.Truncate(everyLengthTo: 40).FlipBits(60, 0, headers).Overwrite(40, 0, headers).FlipBits(40).Overwrite(40);
        Assert.True(run.Refused > 20, $"only {run.Refused} of {run.Accepted + run.Refused} were refused");
    }
}
