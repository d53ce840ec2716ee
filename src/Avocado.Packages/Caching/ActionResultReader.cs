using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching;

/// <summary>Reads what <see cref="ActionResultWriter"/> wrote; anything else is damage.</summary>
internal ref struct ActionResultReader
{
    private const int MaxVariableLength = 10;

    private ReadOnlySpan<byte> _rest;

    private ActionResultReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Reads a result.</summary>
    /// <param name="key">The digest of the key that it was stored under.</param>
    /// <exception cref="DamagedFormatException">It is not exactly what was written under that key.</exception>
    public static ActionResult Read(ReadOnlySpan<byte> bytes, Sha256Digest key)
    {
        if (bytes.Length > ActionResultFields.MaxSize)
        {
            throw Damaged("it is too long");
        }
        var reader = new ActionResultReader(bytes);
        ActionResult result = reader.ReadResult();
        // One form for one result: whatever was read leniently, or is not covered above, differs here.
        return ActionResultWriter.Write(result, key).AsSpan().SequenceEqual(bytes)
            ? result
            : throw Damaged("its seal is wrong");
    }

    private ActionResult ReadResult()
    {
        var outputs = new List<KeyValuePair<string, Blob>>();
        while (_rest is [ActionResultFields.OutputFile, ..])
        {
            if (outputs.Count == ActionResult.MaxOutputs)
            {
                throw Damaged("it has too many outputs");
            }
            outputs.Add(ReadOutput(Field(ActionResultFields.OutputFile)));
        }
        Field(ActionResultFields.Seal);
        var metadata = new ActionResultReader(Field(ActionResultFields.Metadata));
        string[] worker = Encoding.UTF8.GetString(metadata.Field(ActionResultFields.Worker)).Split(' ');
        if (worker.Length != 3 || worker[0] != ActionResultFields.WorkerName || !ActionKeyBuilder.IsName(worker[1])
            || !int.TryParse(worker[2], NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            throw Damaged("it does not name its step");
        }
        try
        {
            return new ActionResult(worker[1], version, outputs);
        }
        catch (ArgumentException)
        {
            throw Damaged("an output's name comes twice");
        }
    }

    private static KeyValuePair<string, Blob> ReadOutput(ReadOnlySpan<byte> bytes)
    {
        var reader = new ActionResultReader(bytes);
        string name = Encoding.UTF8.GetString(reader.Field(ActionResultFields.Path));
        if (!ActionResult.IsName(name))
        {
            throw Damaged("an output has a wrong name");
        }
        var digest = new ActionResultReader(reader.Field(ActionResultFields.Digest));
        if (!Sha256Digest.TryParse(
            Encoding.UTF8.GetString(digest.Field(ActionResultFields.Hash)), out Sha256Digest hash))
        {
            throw Damaged("a digest cannot be read");
        }
        long size = 0;
        if (digest._rest is [ActionResultFields.Size, ..])
        {
            digest.Take(1);
            size = digest.Number();
        }
        return KeyValuePair.Create(name, new Blob(hash, size));
    }

    private ReadOnlySpan<byte> Field(byte tag)
    {
        if (Take(1)[0] != tag)
        {
            throw Damaged("a field is not the one expected");
        }
        long length = Number();
        return length <= _rest.Length ? Take((int)length) : throw Damaged("it is cut off");
    }

    private long Number()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVariableLength; i++)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value <= long.MaxValue ? (long)value : throw Damaged("a number is out of its range");
            }
        }
        throw Damaged("a number without its end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged("it is cut off");
        }
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static DamagedFormatException Damaged(string what) => new("cached result", what);
}
