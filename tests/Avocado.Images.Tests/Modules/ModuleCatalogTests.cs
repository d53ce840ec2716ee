using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;
using Avocado.Images.Modules;
using Avocado.Packages.Caching;
using Avocado.Testing;

namespace Avocado.Images.Tests.Modules;

public sealed class ModuleCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Modules_that_were_read_before_are_not_opened_again()
    {
        FileTree kernel = SampleKernel.Default().Build();
        KernelModules first = KernelModules.Read(kernel, Catalog());
        FileTree closed = kernel.WithContents(entry => ModuleFile.IsModule(entry.Path.NameText)
            ? new DelegatedContent(
                entry.Content.Size, entry.Content.ComputeDigest(), () => throw new InvalidOperationException("opened"))
            : entry.Content);
        KernelModules second = KernelModules.Read(closed, Catalog());
        Assert.Equal(Bytes(first.Graph), Bytes(second.Graph));
        Assert.Throws<InvalidOperationException>(() => KernelModules.Read(closed));
    }

    [Fact]
    public void Another_module_is_read()
    {
        KernelModules.Read(SampleKernel.Default().Build(), Catalog());
        FileTree changed = SampleKernel.Default().Build().WithContents(entry =>
            ModuleFile.IsModule(entry.Path.NameText) ? Content.Text("no module") : entry.Content);
        Assert.Throws<DamagedFormatException>(() => KernelModules.Read(changed, Catalog()));
    }

    [Fact]
    public void A_catalogue_that_was_damaged_in_the_store_is_made_again()
    {
        FileTree kernel = SampleKernel.Default().Build();
        byte[] expected = Bytes(KernelModules.Read(kernel, Catalog()).Graph);
        foreach (string blob in Directory.EnumerateFiles(_folder["cas"], "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(blob, FileAttributes.Normal);
            byte[] bytes = File.ReadAllBytes(blob);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(blob, bytes);
        }
        Assert.Equal(expected, Bytes(KernelModules.Read(kernel, Catalog()).Graph));
    }

    [Fact]
    public void What_is_no_catalogue_is_a_typed_error()
    {
        byte[] bytes = Bytes(KernelModules.Read(SampleKernel.Default().Build()).Graph);
        for (int length = 0; length < bytes.Length; length += 1 + (length / 5))
        {
            using var cut = new MemoryStream(bytes, 0, length);
            Assert.Throws<DamagedFormatException>(() => ModuleCatalog.Read(cut));
        }
        using var hostile = new MemoryStream([0xFF, 0xFF, 0xFF, 0x7F, 0, 0]);
        Assert.Throws<DamagedFormatException>(() => ModuleCatalog.Read(hostile));
    }

    public void Dispose() => _folder.Dispose();

    private ModuleCatalog Catalog() => new(new ContentStore(new CacheFolder(_folder.Path)));

    private static byte[] Bytes(ModuleGraph graph) => ModuleCatalog.Write([.. graph.Modules]);
}
