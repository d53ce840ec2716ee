using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Reuse;
using Avocado.Testing;

namespace Avocado.Images.Tests.Reuse;

public sealed class HostFileNotesTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_that_did_not_change_is_not_read()
    {
        string file = Write("text", s_longAgo);
        Assert.Equal((1, Sha256Digest.Of("text"u8)), Build(file));
        Assert.Equal((0, Sha256Digest.Of("text"u8)), Build(file));
        Write("tex7", s_longAgo.AddSeconds(1));
        Assert.Equal((1, Sha256Digest.Of("tex7"u8)), Build(file));
        Write("longer", s_longAgo.AddSeconds(1));
        Assert.Equal((1, Sha256Digest.Of("longer"u8)), Build(file));
    }

    [Fact]
    public void A_file_that_may_still_change_within_its_stamp_is_read_again()
    {
        string file = Write("text", DateTime.UtcNow);
        Build(file);
        Assert.Equal(1, Build(file).ReadCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else\n1 2 3 4\n")]
    [InlineData("avocado-digests 1\nno numbers here\n4 5\n\n")]
    public void A_damaged_list_costs_reading(string list)
    {
        string file = Write("text", s_longAgo);
        File.WriteAllText(_folder["digests"], list);
        Assert.Equal((1, Sha256Digest.Of("text"u8)), Build(file));
        Assert.Equal(0, Build(file).ReadCount);
    }

    [Fact]
    public void A_file_that_vanished_since_the_build_began_is_an_error_that_names_it()
    {
        string file = Write("text", s_longAgo);
        HostFileContent content = HostFileContent.Of(file);
        File.Delete(file);
        var error = Assert.Throws<AvocadoException>(() => HostFileNotes.Load(_folder["digests"]).DigestOf(content));
        Assert.Equal(Codes.InputChanged, error.Code);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string text, DateTime changed)
    {
        string file = _folder.Write("file", System.Text.Encoding.UTF8.GetBytes(text));
        File.SetLastWriteTimeUtc(file, changed);
        return file;
    }

    private (int ReadCount, Sha256Digest Digest) Build(string file)
    {
        var tree = new FileTreeBuilder();
        tree.Add(Entry.File("etc/file", HostFileContent.Of(file), TestFiles.Overlay));
        tree.Add(Entry.File("etc/made", Content.Text("made"), TestFiles.Overlay));
        HostFileNotes digests = HostFileNotes.Load(_folder["digests"]);
        FileTree complete = digests.Complete(tree.Build(), 2, CancellationToken.None);
        digests.Save();
        return (digests.ReadCount, complete.Find("etc/file")!.Content.Digest!.Value);
    }
}
