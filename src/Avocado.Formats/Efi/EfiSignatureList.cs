using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Efi;

/// <summary>
/// EFI_SIGNATURE_LIST: what PK, KEK, db and dbx consist of. All entries of a list have the same size, so each
/// certificate is a list of its own.
/// </summary>
/// <param name="Type">What the entries are, such as <see cref="EfiGuid.X509Certificate"/>.</param>
/// <param name="Entries">At least one, all of one size.</param>
public sealed record EfiSignatureList(Guid Type, ImmutableArray<EfiSignature> Entries)
{
    private const string Name = "EFI signature list";

    /// <summary>A list of one certificate.</summary>
    /// <param name="owner">Who puts it there.</param>
    /// <param name="certificate">X.509 in DER.</param>
    public static EfiSignatureList OfCertificate(Guid owner, ReadOnlyMemory<byte> certificate) =>
        new(EfiGuid.X509Certificate, [new EfiSignature(owner, certificate)]);

    /// <summary>The value of a variable: lists one behind the other.</summary>
    public static byte[] Write(IEnumerable<EfiSignatureList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        using var bytes = new MemoryStream();
        foreach (EfiSignatureList list in lists)
        {
            list.WriteTo(bytes);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads the value of a variable.</summary>
    /// <exception cref="DamagedFormatException">Sizes that do not fit each other.</exception>
    public static ImmutableArray<EfiSignatureList> Read(ReadOnlyMemory<byte> value)
    {
        var lists = ImmutableArray.CreateBuilder<EfiSignatureList>();
        while (value.Length > 0)
        {
            if (value.Length < EfiSignatureListHeader.Size)
            {
                throw new DamagedFormatException(Name, "it ends in the middle of a header");
            }
            EfiSignatureListHeader header = EfiSignatureListHeader.Read(value.Span);
            long entries = (long)header.ListSize - EfiSignatureListHeader.Size - header.HeaderSize;
            if (header.ListSize > value.Length || header.EntrySize <= EfiGuid.Size
                || entries < header.EntrySize || entries % header.EntrySize != 0)
            {
                throw new DamagedFormatException(Name, "its sizes do not fit each other");
            }
            int start = EfiSignatureListHeader.Size + (int)header.HeaderSize;
            lists.Add(new EfiSignatureList(
                header.Type, ReadEntries(value[start..(int)header.ListSize], (int)header.EntrySize)));
            value = value[(int)header.ListSize..];
        }
        return lists.ToImmutable();
    }

    private static ImmutableArray<EfiSignature> ReadEntries(ReadOnlyMemory<byte> bytes, int size)
    {
        var entries = ImmutableArray.CreateBuilder<EfiSignature>(bytes.Length / size);
        for (int at = 0; at < bytes.Length; at += size)
        {
            var owner = new Guid(bytes.Span.Slice(at, EfiGuid.Size));
            entries.Add(new EfiSignature(owner, bytes.Slice(at + EfiGuid.Size, size - EfiGuid.Size)));
        }
        return entries.MoveToImmutable();
    }

    private void WriteTo(MemoryStream bytes)
    {
        int dataSize = Entries[0].Data.Length;
        if (Entries.Any(e => e.Data.Length != dataSize))
        {
            throw new InvalidOperationException("the entries of a signature list have one size");
        }
        int entrySize = EfiGuid.Size + dataSize;
        Span<byte> header = stackalloc byte[EfiSignatureListHeader.Size];
        int listSize = checked(EfiSignatureListHeader.Size + (entrySize * Entries.Length));
        new EfiSignatureListHeader(Type, (uint)listSize, 0, (uint)entrySize).Write(header);
        bytes.Write(header);
        foreach (EfiSignature entry in Entries)
        {
            bytes.Write(entry.Owner.ToByteArray());
            bytes.Write(entry.Data.Span);
        }
    }
}
