using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching;

/// <summary>Reads what <see cref="ActionResultWriter"/> wrote; anything else is damage.</summary>
internal ref struct ActionResultReader
{
    private const string Format = "cached result";

    private StoredBytes _bytes;

    private ActionResultReader(ReadOnlySpan<byte> bytes) => _bytes = new StoredBytes(bytes, Format);

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
        while (_bytes.Rest is [ActionResultFields.OutputFile, ..])
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
        if (digest._bytes.Rest is [ActionResultFields.Size, ..])
        {
            digest._bytes.Take(1);
            size = digest._bytes.TakeNumber();
        }
        return KeyValuePair.Create(name, new Blob(hash, size));
    }

    private ReadOnlySpan<byte> Field(byte tag)
    {
        if (_bytes.Take(1)[0] != tag)
        {
            throw Damaged("a field is not the one expected");
        }
        long length = _bytes.TakeNumber();
        return length <= int.MaxValue ? _bytes.Take((int)length) : throw Damaged("it is cut off");
    }

    private static DamagedFormatException Damaged(string what) => new(Format, what);
}
