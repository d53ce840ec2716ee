using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>EFI executables and initrds for people.</summary>
internal static class EfiText
{
    private static readonly string[] SystemFields =
        ["PRETTY_NAME", "IMAGE_ID", "IMAGE_VERSION", "AVOCADO_SECURITY_VERSION"];

    /// <summary>Writes an executable as rows.</summary>
    public static void Write(UkiReport efi, TextPage page, bool withSections)
    {
        page.Row("kind", efi.Kind switch
        {
            EfiKind.Uki => "unified kernel image",
            EfiKind.Addon => "addon",
            _ => "EFI application",
        } + ", " + SafeText.Escape(efi.Machine));
        if (efi.Signatures.IsEmpty)
        {
            page.Row("signature", Words.Of(efi.Verdict));
        }
        foreach (SignatureReport signature in efi.Signatures)
        {
            page.Row("signature", Words.Of(signature));
        }
        if (efi.CommandLine is { } line)
        {
            page.Row("command line", SafeText.Escape(line));
        }
        if (efi.KernelVersion is { } kernel)
        {
            page.Row("kernel", SafeText.Escape(kernel));
        }
        if (!efi.OsRelease.IsEmpty)
        {
            page.Row("system", SafeText.Escape(string.Join(' ',
                SystemFields.Where(efi.OsRelease.ContainsKey).Select(name => $"{name}=\"{efi.OsRelease[name]}\""))));
        }
        if (efi.Profiles > 0)
        {
            page.Row("profiles", Words.Count(efi.Profiles, "more profile"));
        }
        if (efi.Initrd is { } initrd)
        {
            Write(initrd, page);
        }
        if (withSections)
        {
            page.Row("sections", string.Join(", ",
                efi.Sections.Select(s => $"{SafeText.Escape(s.Name)} [dim]{Words.Size(s.Size)}[/]")));
        }
    }

    /// <summary>Writes an initrd as rows.</summary>
    public static void Write(InitrdReport initrd, TextPage page)
    {
        string compression = initrd.Compression is null or "none" ? "" : $"{initrd.Compression}, ";
        page.Row("initrd", compression + (initrd.Members > 0
            ? $"{Words.Count(initrd.Members, "entry", "entries")}, {Words.Size(initrd.ContentSize)} unpacked"
            : Words.Size(initrd.Size)));
        foreach (VerityTabReport line in initrd.VerityTab)
        {
            page.Row("opens", SafeText.Escape($"{line.Name}, {line.Data}, root hash {line.RootHash}"));
        }
        foreach (CertificateReport anchor in initrd.TrustAnchors)
        {
            page.Row("trusts", $"{SafeText.Escape(anchor.Subject)} [dim]for extensions ({SafeText.Escape(anchor.Source)})[/]");
        }
        if (initrd.Files is { } files)
        {
            VolumeText.WriteFiles(files, page);
        }
    }
}
