using System.Buffers.Binary;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;

namespace Avocado.Formats.Efi;

/// <summary>
/// A signed write of PK, KEK, db or dbx: what an <c>.auth</c> file holds, EFI_VARIABLE_AUTHENTICATION_2 and the value
/// (UEFI 2.10, 8.2.2). First the digest, then a signature made wherever the key is, then <see cref="Attach"/>.
/// </summary>
/// <param name="Name">"PK", "KEK", "db" or "dbx".</param>
/// <param name="Vendor">The name's space.</param>
/// <param name="Timestamp">Firmware takes a write only when it is later than the last one.</param>
/// <param name="Value">The new value; see <see cref="EfiSignatureList"/>.</param>
public sealed record AuthenticatedVariable(string Name, Guid Vendor, EfiTime Timestamp, ReadOnlyMemory<byte> Value)
{
    private const string Format = "authenticated UEFI variable";
    private const int CertificateAt = EfiTime.Size;
    private const int TypeAt = CertificateAt + WinCertificateHeader.Size;
    private const int SignatureAt = TypeAt + EfiGuid.Size;

    /// <summary>Always those of a Secure Boot key.</summary>
    public static EfiVariableAttributes Attributes => EfiVariableAttributes.SecureBootKeys;

    /// <summary>The platform key, which signs changes of itself and of KEK.</summary>
    public static AuthenticatedVariable PlatformKey(EfiTime timestamp, IEnumerable<EfiSignatureList> lists) =>
        new("PK", EfiGuid.GlobalVariable, timestamp, EfiSignatureList.Write(lists));

    /// <summary>The key exchange keys, which sign changes of db and dbx.</summary>
    public static AuthenticatedVariable KeyExchangeKeys(EfiTime timestamp, IEnumerable<EfiSignatureList> lists) =>
        new("KEK", EfiGuid.GlobalVariable, timestamp, EfiSignatureList.Write(lists));

    /// <summary>The keys and digests that may boot.</summary>
    public static AuthenticatedVariable Database(EfiTime timestamp, IEnumerable<EfiSignatureList> lists) =>
        new("db", EfiGuid.ImageSecurityDatabase, timestamp, EfiSignatureList.Write(lists));

    /// <summary>What the signature is made over: name (UTF-16, no NUL), vendor, attributes, time, value.</summary>
    public byte[] ToBeSigned()
    {
        byte[] name = Encoding.Unicode.GetBytes(Name);
        var bytes = new byte[name.Length + EfiGuid.Size + sizeof(uint) + EfiTime.Size + Value.Length];
        name.CopyTo(bytes, 0);
        Span<byte> rest = bytes.AsSpan(name.Length);
        Vendor.TryWriteBytes(rest);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[EfiGuid.Size..], (uint)Attributes);
        Timestamp.Write(rest[(EfiGuid.Size + sizeof(uint))..]);
        Value.Span.CopyTo(rest[(EfiGuid.Size + sizeof(uint) + EfiTime.Size)..]);
        return bytes;
    }

    /// <summary>SHA-256 of <see cref="ToBeSigned"/>.</summary>
    public Sha256Digest Digest => Sha256Digest.Of(ToBeSigned());

    /// <summary>The content of an <c>.auth</c> file.</summary>
    /// <param name="signedData">A PKCS#7 SignedData in DER, without the ContentInfo around it.</param>
    public byte[] Attach(ReadOnlySpan<byte> signedData)
    {
        var bytes = new byte[SignatureAt + signedData.Length + Value.Length];
        Timestamp.Write(bytes);
        int length = SignatureAt - CertificateAt + signedData.Length;
        new WinCertificateHeader((uint)length, WinCertificateHeader.CurrentRevision, WinCertificateHeader.EfiGuid)
            .Write(bytes.AsSpan(CertificateAt));
        EfiGuid.Pkcs7Signature.TryWriteBytes(bytes.AsSpan(TypeAt));
        signedData.CopyTo(bytes.AsSpan(SignatureAt));
        Value.Span.CopyTo(bytes.AsSpan(SignatureAt + signedData.Length));
        return bytes;
    }

    /// <summary>Reads an <c>.auth</c> file.</summary>
    /// <param name="name">The variable it is for; the file does not say.</param>
    /// <param name="vendor">The variable's vendor.</param>
    /// <param name="file">The file's bytes.</param>
    /// <returns>The variable, and the signature in DER.</returns>
    /// <exception cref="DamagedFormatException">The file is cut off or of another kind.</exception>
    public static (AuthenticatedVariable Variable, ReadOnlyMemory<byte> Signature) Read(
        string name, Guid vendor, ReadOnlyMemory<byte> file)
    {
        if (file.Length < SignatureAt)
        {
            throw new DamagedFormatException(Format, "it is shorter than its header");
        }
        WinCertificateHeader header = WinCertificateHeader.Read(file.Span[CertificateAt..]);
        var type = new Guid(file.Span.Slice(TypeAt, EfiGuid.Size));
        if (header.Type != WinCertificateHeader.EfiGuid || type != EfiGuid.Pkcs7Signature)
        {
            throw new DamagedFormatException(Format, "its signature is no PKCS#7");
        }
        if (header.Length < SignatureAt - CertificateAt || header.Length > file.Length - CertificateAt)
        {
            throw new DamagedFormatException(Format, "its signature has a wrong length");
        }
        int end = CertificateAt + (int)header.Length;
        var variable = new AuthenticatedVariable(name, vendor, EfiTime.Read(file.Span), file[end..]);
        return (variable, file[SignatureAt..end]);
    }
}
