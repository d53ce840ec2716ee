using System.Net.Sockets;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.HostFiles;

public sealed class HostFolderReaderTests : IDisposable
{
    private static readonly SourceLocation Place = new("Gateway.csproj", 12, 5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_come_in_byte_order_with_everything_below_a_folder()
    {
        foreach (string name in (string[])["b", "a/z", "a-b", "\uFF5E", "\U0001F600"])
        {
            _folder.Write(name, "x"u8);
        }
        Assert.Equal(["/a", "/a-b", "/a/z", "/b", "/\uFF5E", "/\U0001F600"],
            Read().Entries.Select(e => e.Path.ToString()));
    }

    [Fact]
    public void Nothing_of_the_host_but_names_bytes_and_the_executable_bit_gets_in()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the modes below cannot be made there; the host without modes has its own test
        }
        _folder.Write("secret", "x"u8);
        _folder.Write("open", "x"u8);
        _folder.Write("tool", "x"u8);
        File.SetUnixFileMode(_folder["secret"], UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder["open"], (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(_folder["tool"], (UnixFileMode)0b100_111_000_000);
        Directory.CreateDirectory(_folder["d"]);
        File.SetUnixFileMode(_folder["d"], (UnixFileMode)0b001_111_111_111);
        File.SetLastWriteTimeUtc(_folder["open"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        HostFolderContents contents = Read();
        Assert.Equal([(ushort)0x1ED, (ushort)0x1A4, (ushort)0x1A4, (ushort)0x1ED], contents.Entries.Select(e => e.Mode));
        Assert.All(contents.Entries, e => Assert.Equal((0u, 0u, null), (e.Uid, e.Gid, e.ModificationTime)));
        Assert.Equal(["/tool"], contents.DecidedByHost.Select(p => p.ToString()));
    }

    [Fact]
    public void Programs_are_known_by_their_content_and_libraries_by_their_names()
    {
        _folder.Write("script", "#!/bin/sh\n"u8);
        _folder.Write("program", TestFiles.Elf());
        _folder.Write("libx.so", TestFiles.Elf());
        _folder.Write("libx.so.1", TestFiles.Elf());
        _folder.Write("module.ko", TestFiles.Elf(type: 1));
        _folder.Write("short", "\u007FEL"u8);
        _folder.Write("empty", ""u8);
        HostFolderContents contents = Read();
        Assert.Equal(["/program", "/script"],
            contents.Entries.Where(e => e.Mode == UnixMode.Executable).Select(e => e.Path.ToString()));
        Assert.Empty(contents.DecidedByHost);
    }

    [Fact]
    public void A_tree_read_without_host_modes_gives_the_same_entries_when_rules_cover_it()
    {
        _folder.Write("etc/init/run", "#!/bin/sh\n"u8);
        _folder.Write("usr/bin/data-driven", "no magic"u8);
        _folder.Write("usr/share/table", "x"u8);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["usr/bin/data-driven"], (UnixFileMode)0b111_101_101);
            Assert.Single(Read().DecidedByHost);
            Assert.NotEqual(Modes(Read()), Modes(Read(host: new ModelessHost())));
        }
        var rules = TestFiles.Rules(("usr/bin/*", 755));
        HostFolderContents real = Read(rules);
        HostFolderContents modeless = Read(rules, host: new ModelessHost());
        Assert.Empty(real.DecidedByHost);
        Assert.Equal(real.Entries.AsEnumerable(), modeless.Entries.AsEnumerable());

        static IEnumerable<ushort> Modes(HostFolderContents contents) => contents.Entries.Select(e => e.Mode);
    }

    [Fact]
    public void The_last_mode_rule_that_matches_decides_for_files_and_folders()
    {
        _folder.Write("a/key", "#!"u8);
        _folder.Write("a/other", "x"u8);
        var rules = TestFiles.Rules(("**", 750), ("a/*", 640), ("**/key", 4600));
        Assert.Equal(["/a 750", "/a/key 4600", "/a/other 640"],
            Read(rules).Entries.Select(e => $"{e.Path} {Convert.ToString(e.Mode, 8)}"));
    }

    [Fact]
    public void Host_modes_count_only_when_asked()
    {
        IHostFileSystem host = new FakeHost(FakeHost.File("tool", executable: true));
        Assert.Equal(UnixMode.Executable, ReadFake(host).Entries.Single().Mode);
        Assert.Equal(UnixMode.Plain, ReadFake(host, useHostModes: false).Entries.Single().Mode);
    }

    [Fact]
    public void Links_are_read_and_never_followed()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret", "x"u8);
        File.CreateSymbolicLink(_folder["out"], outside.Path);
        File.CreateSymbolicLink(_folder["loop"], "loop");
        File.CreateSymbolicLink(_folder["run"], "/run/app");
        File.CreateSymbolicLink(_folder["up"], "../../etc/passwd");
        Assert.Equal(["/loop loop", $"/out {outside.Path}", "/run /run/app", "/up ../../etc/passwd"],
            Read().Entries.Select(e => $"{e.Path} {e.LinkTargetText}"));
        Assert.All(Read().Entries, e => Assert.Equal(EntryKind.SymbolicLink, e.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("C:/Users/me/overlay/x")]
    [InlineData("/host/x")]
    [InlineData("bad\uFFFDbytes")]
    public void A_link_to_a_place_on_the_host_is_an_error(string target)
    {
        AssertRefused(Codes.BadHostLink, new FakeHost(FakeHost.Link("link", target)));
    }

    [Fact]
    public void A_link_to_a_neighbour_of_the_folder_is_none_into_it()
    {
        Assert.Single(ReadFake(new FakeHost(FakeHost.Link("link", "/hosted/x"))).Entries);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("bell\u0007")]
    [InlineData("bad\uFFFDbytes")]
    public void A_name_that_no_image_should_have_is_an_error(string name)
    {
        AvocadoException error = AssertRefused(Codes.BadHostName, new FakeHost(FakeHost.File(name)));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_name_that_is_too_long_is_an_error()
    {
        AssertRefused(Codes.BadHostName, new FakeHost(FakeHost.File(new string('ü', 128))));
    }

    [Theory]
    [InlineData("readme", "README")]
    [InlineData("grün", "GRÜN")]
    public void Names_that_differ_only_in_case_are_an_error_on_every_host(string first, string second)
    {
        AvocadoException error = AssertRefused(
            Codes.NamesDifferInCase, new FakeHost(FakeHost.File(first), FakeHost.File(second)));
        Assert.Contains(first, error.Message);
        Assert.Contains(second, error.Message);
    }

    [ToolFact("mkfifo")]
    public void A_pipe_is_an_error_and_is_not_waited_for()
    {
        ForeignTool.Run("mkfifo", _folder["pipe"]);
        Assert.Same(Codes.SpecialHostFile, Assert.Throws<AvocadoException>(() => Read()).Code);
    }

    [Fact]
    public void A_socket_is_an_error()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        Assert.Same(Codes.SpecialHostFile, Assert.Throws<AvocadoException>(() => Read()).Code);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_at_its_place_in_the_project()
    {
        Directory.CreateDirectory(_folder["x"]);
        var reader = new HostFolderReader();
        var folder = new HostFolder(_folder["missing"], TestFiles.Overlay, [], Location: Place);
        var error = Assert.Throws<AvocadoException>(() => reader.Read(folder));
        Assert.Same(Codes.HostFolderMissing, error.Code);
        Assert.Equal(Place, error.Location);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Any_number_of_threads_reads_the_same_entries_and_names_the_same_mistake(int threads)
    {
        for (int i = 0; i < 200; i++)
        {
            _folder.Write($"f{i % 20}/g{i % 3}/h{i}", "x"u8);
        }
        var folder = new HostFolder(_folder.Path, TestFiles.Overlay, []);
        HostFolderContents expected = new HostFolderReader().Read(folder);
        HostFolderContents actual = new HostFolderReader(threads: threads).Read(folder);
        Assert.Equal(280, expected.Entries.Length);
        Assert.Equal(expected.Entries.AsEnumerable(), actual.Entries);

        for (int i = 0; i < 20; i++)
        {
            File.CreateSymbolicLink(_folder[$"f{i}/bad{i:D2}"], _folder["f0"]);
        }
        var error = Assert.Throws<AvocadoException>(() => new HostFolderReader(threads: threads).Read(folder));
        Assert.Same(Codes.BadHostLink, error.Code);
        Assert.Contains("f0/bad00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_hosts_and_version_control_drop_is_left_out()
    {
        _folder.Write("empty/.gitkeep", ""u8);
        _folder.Write(".DS_Store", "x"u8);
        _folder.Write(".profile", "x"u8);
        Assert.Equal(["/.profile", "/empty"], Read().Entries.Select(e => e.Path.ToString()));
    }

    [Fact]
    public void A_file_that_changes_after_it_was_read_is_an_error_when_it_is_used()
    {
        _folder.Write("a", "1"u8);
        Entry entry = Read().Entries.Single();
        _folder.Write("a", "12"u8);
        Assert.Same(Codes.InputChanged, Assert.Throws<AvocadoException>(entry.Content.ReadAll).Code);
    }

    private static AvocadoException AssertRefused(DiagnosticCode code, FakeHost host)
    {
        var error = Assert.Throws<AvocadoException>(() => ReadFake(host));
        Assert.Same(code, error.Code);
        Assert.Equal(Place, error.Location);
        return error;
    }

    private static HostFolderContents ReadFake(IHostFileSystem host, bool useHostModes = true) =>
        new HostFolderReader(host).Read(new HostFolder(FakeHost.Folder, TestFiles.Overlay, [], useHostModes, Place));

    private HostFolderContents Read(
        System.Collections.Immutable.ImmutableArray<ModeRule>? rules = null, IHostFileSystem? host = null) =>
        new HostFolderReader(host).Read(new HostFolder(_folder.Path, TestFiles.Overlay, rules ?? []));
}
