using System.Collections.Immutable;

namespace Avocado.Files.Tests;

public sealed class TreeDigestTests
{
    private static readonly Origin s_origin = Origin.Generated("test");
    private static readonly Entry s_file = Entry.File("etc/file", Content.Text("text"), s_origin);

    public static TheoryData<string, Entry> Changes => new()
    {
        { "path", s_file with { Path = "etc/other" } },
        { "mode", s_file with { Mode = UnixMode.Executable } },
        { "owner", s_file with { Uid = 1 } },
        { "group", s_file with { Gid = 1 } },
        { "time", s_file with { ModificationTime = 0 } },
        { "attribute", s_file with { Attributes = [new ExtendedAttribute("user.a", "b"u8.ToArray())] } },
        { "content", s_file with { Content = Content.Text("tex7") } },
        { "size", s_file with { Content = Content.Text("text\0") } },
        { "empty", s_file with { Content = Content.Empty } },
        { "kind", s_file with { Kind = EntryKind.Fifo, Content = Content.Empty } },
        { "link", Entry.SymbolicLink("etc/file", "text", s_origin) },
        { "hard link", s_file with { LinkGroup = new LinkGroup("a", 1) } },
        { "device", s_file with { Kind = EntryKind.BlockDevice, Content = Content.Empty, Device = new(1, 2) } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_an_image_shows_is_in_the_digest(string what, Entry changed)
    {
        Assert.False(TreeDigest.Of(Tree(s_file)) == TreeDigest.Of(Tree(changed)), what);
        Assert.Equal(TreeDigest.Of(Tree(changed)), TreeDigest.Of(Tree(changed)));
    }

    [Fact]
    public void Where_bytes_are_and_whose_they_are_is_not()
    {
        Sha256Digest digest = TreeDigest.Of(Tree(s_file));
        Assert.Equal(digest, TreeDigest.Of(Tree(s_file with { Origin = Origin.Generated("another") })));
        var elsewhere = new DelegatedContent(4, null, () => new MemoryStream("text"u8.ToArray()));
        Assert.Equal(digest, TreeDigest.Of(Tree(s_file with { Content = elsewhere })));
    }

    [Fact]
    public void Who_numbered_hard_links_is_not()
    {
        Assert.Equal(TreeDigest.Of(Linked("a", 1, 1)), TreeDigest.Of(Linked("b", 7, 7)));
        Assert.NotEqual(TreeDigest.Of(Linked("a", 1, 1)), TreeDigest.Of(Linked("a", 1, 2)));
    }

    private static FileTree Linked(string source, int one, int other) => Tree(
        s_file with { LinkGroup = new LinkGroup(source, one) },
        s_file with { Path = "etc/second", LinkGroup = new LinkGroup(source, other) });

    private static FileTree Tree(params ImmutableArray<Entry> entries)
    {
        var builder = new FileTreeBuilder();
        foreach (Entry entry in entries)
        {
            builder.Add(entry);
        }
        return builder.Build();
    }
}
