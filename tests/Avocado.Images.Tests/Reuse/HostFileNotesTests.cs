using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.HostFiles;
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

    [Fact]
    public void Damaged_notes_cost_reading()
    {
        string file = Write("text", s_longAgo);
        Build(file);
        byte[] notes = File.ReadAllBytes(_folder["notes"]);
        var random = new Random(7);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. notes];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder["notes"], i % 2 == 0 ? damaged : notes[..random.Next(notes.Length)]);
            Assert.Equal((1, Sha256Digest.Of("text"u8)), Build(file));
        }
        Assert.Equal(0, Build(file).ReadCount);
    }

    [Fact]
    public void A_folder_whose_files_did_not_change_is_listed_and_none_of_them_opened()
    {
        string script = _folder.Write("tree/script", "#!/bin/sh"u8);
        string empty = _folder.Write("tree/empty", []);
        File.SetLastWriteTimeUtc(script, s_longAgo);
        File.SetLastWriteTimeUtc(empty, s_longAgo);
        var host = new CountingHost();
        Entry[] first = Read();
        Assert.Equal(3, host.Count);
        Entry[] second = Read();
        Assert.Equal(3, host.Count);
        Assert.Equal([UnixMode.Plain, UnixMode.Executable], second.Select(entry => entry.Mode));
        Assert.All(first, entry => Assert.Null(entry.Content.Digest));
        Assert.Equal(Sha256Digest.Of("#!/bin/sh"u8), second[1].Content.Digest);
        File.SetLastWriteTimeUtc(script, s_longAgo.AddDays(1));
        Assert.Null(Read()[1].Content.Digest);
        Assert.Equal(4, host.Count);

        Entry[] Read()
        {
            HostFileNotes notes = HostFileNotes.Load(_folder["notes"]);
            Entry[] entries = [.. new HostFolderReader(host) { Notes = notes }
                .Read(new HostFolder(_folder["tree"], TestFiles.Overlay, [])).Entries];
            var tree = new FileTreeBuilder();
            Array.ForEach(entries, tree.Add);
            notes.Complete(tree.Build(), 1, CancellationToken.None);
            notes.Save();
            return entries;
        }
    }

    [Fact]
    public void What_a_build_did_not_ask_for_is_forgotten()
    {
        string file = Write("text", s_longAgo);
        Build(file);
        long length = new FileInfo(_folder["notes"]).Length;
        HostFileNotes.Load(_folder["notes"]).Save();
        Assert.True(new FileInfo(_folder["notes"]).Length < length);
    }

    [Fact]
    public void A_file_that_vanished_since_the_build_began_is_an_error_that_names_it()
    {
        string file = Write("text", s_longAgo);
        HostFileContent content = HostFileContent.Of(file);
        File.Delete(file);
        var error = Assert.Throws<AvocadoException>(() => HostFileNotes.Load(_folder["notes"]).DigestOf(content));
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

    /// <summary>Counts how often a file is looked into.</summary>
    private sealed class CountingHost : IHostFileSystem
    {
        public int Count { get; private set; }

        public IReadOnlyList<HostItem> List(string folder) => HostFileSystem.Instance.List(folder);

        public int ReadStart(string hostPath, Span<byte> bytes)
        {
            Count++;
            return HostFileSystem.Instance.ReadStart(hostPath, bytes);
        }

        public bool IsSpecial(string hostPath)
        {
            Count++;
            return HostFileSystem.Instance.IsSpecial(hostPath);
        }
    }

    private (int ReadCount, Sha256Digest Digest) Build(string file)
    {
        var tree = new FileTreeBuilder();
        tree.Add(Entry.File("etc/file", HostFileContent.Of(file), TestFiles.Overlay));
        tree.Add(Entry.File("etc/made", Content.Text("made"), TestFiles.Overlay));
        HostFileNotes notes = HostFileNotes.Load(_folder["notes"]);
        FileTree complete = notes.Complete(tree.Build(), 2, CancellationToken.None);
        notes.Save();
        return (notes.ReadCount, complete.Find("etc/file")!.Content.Digest!.Value);
    }
}
