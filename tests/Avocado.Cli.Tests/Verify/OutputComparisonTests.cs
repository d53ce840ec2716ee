using Avocado.Cli.Tests.Inspect;
using Avocado.Cli.Verify;
using Avocado.Files;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Verify;

[Collection(SampleKeys.Shared)]
public sealed class OutputComparisonTests(SampleKeys keys) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Equal_outputs_are_counted()
    {
        WriteBoth("runtime.json", "{}"u8, "{}"u8);
        WriteBoth("extensions/app.raw", "raw"u8, "raw"u8);
        OutputComparison comparison = Compare();
        Assert.Equal((2, 0), (comparison.Count, comparison.Differences.Length));
    }

    [Fact]
    public void The_first_byte_that_differs_is_named()
    {
        WriteBoth("runtime.json", "{ \"a\": 1 }"u8, "{ \"a\": 2 }"u8);
        WriteBoth("short.json", "{}"u8, "{}\n"u8);
        Assert.Equal(["runtime.json: bytes, from byte 7", "short.json: bytes, from byte 2"], Compare().Differences.ToArray());
    }

    [Fact]
    public void An_output_that_only_one_build_made_differs()
    {
        WriteBoth("same", "x"u8, "x"u8);
        _folder.Write("b/more", "x"u8);
        string difference = Assert.Single(Compare().Differences);
        Assert.StartsWith("more: only one build made it", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void In_an_image_the_first_structure_that_differs_is_named()
    {
        WriteBoth(
            "extensions/app.raw",
            SampleImages.Ddi("app", SampleImages.Extension("app"), keys.Own[KeyUse.Verity]),
            SampleImages.Ddi("app", Changed(SampleImages.Extension("app")), keys.Own[KeyUse.Verity]));
        string difference = Assert.Single(Compare().Differences);
        Assert.StartsWith("extensions/app.raw: ", difference, StringComparison.Ordinal);
        Assert.Contains("usr/", difference, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteBoth(string name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        _folder.Write("a/" + name, first);
        _folder.Write("b/" + name, second);
    }

    private static FileTree Changed(FileTree tree)
    {
        Entry file = tree.Entries.Last(entry => entry.Kind == EntryKind.File);
        return tree.WithContents(entry => entry == file ? Content.Text("changed") : entry.Content);
    }

    private OutputComparison Compare() =>
        OutputComparison.Of(_folder["a"], _folder["b"], CancellationToken.None);
}
