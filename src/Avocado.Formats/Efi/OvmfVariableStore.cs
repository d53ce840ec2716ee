using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Efi;

/// <summary>
/// The variables of a virtual machine's firmware: a copy of OVMF_VARS_4M.fd, edited without starting it. Appends as
/// the firmware itself would; the file keeps its size.
/// </summary>
public sealed class OvmfVariableStore
{
    internal const string Format = "OVMF variable store";

    // The files of all known builds have 128 KiB to 528 KiB.
    private const int LargestFile = 64 << 20;

    private readonly byte[] _flash;
    private readonly int _end;
    private readonly int _first;
    private int _free;

    private OvmfVariableStore(byte[] flash)
    {
        _flash = flash;
        int store = FirmwareVolumeHeader.Read(flash).HeaderLength;
        _end = store + (int)VariableStoreHeader.Read(flash.AsSpan(store)).StoreSize;
        _first = store + VariableStoreHeader.Size;
        _free = Scan().LastOrDefault((At: 0, End: _first)).End;
    }

    /// <summary>The variables that are there, in the order of the store.</summary>
    public ImmutableArray<OvmfVariable> Variables =>
        [.. Scan().Where(r => HeaderAt(r.At).State == VariableHeader.Added).Select(r => VariableAt(r.At))];

    /// <summary>Takes a copy of a variable file to edit.</summary>
    /// <exception cref="DamagedFormatException">It is no variable file of OVMF, or damaged.</exception>
    public static OvmfVariableStore Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > LargestFile)
        {
            throw new DamagedFormatException(Format, "it is larger than 64 MiB");
        }
        return new OvmfVariableStore(file.ToArray());
    }

    /// <summary>Sets a variable; one of the same name is deleted.</summary>
    /// <exception cref="AvocadoException">AVO0203: the store is full.</exception>
    public void Set(OvmfVariable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        byte[] name = Encoding.Unicode.GetBytes(variable.Name + "\0");
        var header = new VariableHeader(VariableHeader.Added, variable.Attributes, variable.Timestamp,
            (uint)name.Length, (uint)variable.Value.Length, variable.Vendor);
        long end = _free + header.RecordSize;
        if (end > _end || _flash.AsSpan(_free..(int)end).ContainsAnyExcept((byte)0xFF))
        {
            throw Codes.FormatLimit.Error(Format, $"no room is left for the variable {variable.Name}");
        }
        foreach ((int at, _) in Scan())
        {
            if (HeaderAt(at) is { State: VariableHeader.Added } old && old.Vendor == variable.Vendor
                && VariableAt(at).Name == variable.Name)
            {
                VariableHeader.WriteState(_flash.AsSpan(at), (byte)(old.State & VariableHeader.DeletedMask));
            }
        }
        Span<byte> record = _flash.AsSpan(_free);
        header.Write(record);
        name.CopyTo(record[VariableHeader.Size..]);
        variable.Value.Span.CopyTo(record[(VariableHeader.Size + name.Length)..]);
        _free = Align(end);
    }

    /// <summary>Enrols Secure Boot keys and switches Secure Boot on.</summary>
    /// <exception cref="AvocadoException">AVO0203: the store is full.</exception>
    public void Enrol(
        IEnumerable<EfiSignatureList> platformKey,
        IEnumerable<EfiSignatureList> keyExchangeKeys,
        IEnumerable<EfiSignatureList> database,
        EfiTime timestamp)
    {
        Set(Of(AuthenticatedVariable.Database(timestamp, database)));
        Set(Of(AuthenticatedVariable.KeyExchangeKeys(timestamp, keyExchangeKeys)));
        Set(Of(AuthenticatedVariable.PlatformKey(timestamp, platformKey)));
        Set(new OvmfVariable("SecureBootEnable", EfiGuid.SecureBootEnable,
            EfiVariableAttributes.NonVolatile | EfiVariableAttributes.BootServiceAccess, default, new byte[] { 1 }));
    }

    /// <summary>The edited file.</summary>
    public byte[] ToArray() => [.. _flash];

    private static OvmfVariable Of(AuthenticatedVariable variable) => new(
        variable.Name, variable.Vendor, AuthenticatedVariable.Attributes, variable.Timestamp, variable.Value);

    private IEnumerable<(int At, int End)> Scan()
    {
        for (int at = _first; at < _end && VariableHeader.Begins(_flash.AsSpan(at.._end));)
        {
            VariableHeader header = HeaderAt(at);
            if (header.RecordSize > _end - at || header.NameSize % sizeof(char) != 0)
            {
                throw new DamagedFormatException(Format, $"the variable at {at} is cut off");
            }
            int end = Math.Min(Align(at + header.RecordSize), _end);
            yield return (at, end);
            at = end;
        }
    }

    private VariableHeader HeaderAt(int at) => VariableHeader.Read(_flash.AsSpan(at));

    private OvmfVariable VariableAt(int at)
    {
        VariableHeader header = HeaderAt(at);
        ReadOnlySpan<byte> name = _flash.AsSpan(at + VariableHeader.Size, (int)header.NameSize);
        ReadOnlyMemory<byte> value = _flash.AsMemory(
            at + VariableHeader.Size + (int)header.NameSize, (int)header.DataSize);
        return new OvmfVariable(Encoding.Unicode.GetString(name).TrimEnd('\0'), header.Vendor,
            header.Attributes, header.Timestamp, value.ToArray());
    }

    private static int Align(long position) =>
        (int)((position + VariableHeader.Alignment - 1) / VariableHeader.Alignment * VariableHeader.Alignment);
}
