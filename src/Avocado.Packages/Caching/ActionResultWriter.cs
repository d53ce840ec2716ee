using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>Writes a result in its one form, see <see cref="ActionResultFields"/>.</summary>
internal static class ActionResultWriter
{
    /// <summary>The bytes of a result.</summary>
    /// <param name="key">The digest of the key that the result is stored under.</param>
    public static byte[] Write(ActionResult result, Sha256Digest key)
    {
        byte[] outputs = Message(writer =>
        {
            foreach ((string name, Blob blob) in result.Outputs)
            {
                WriteField(writer, ActionResultFields.OutputFile, OutputFile(name, blob));
            }
        });
        string worker = string.Create(
            CultureInfo.InvariantCulture, $"{ActionResultFields.WorkerName} {result.Step} {result.Version}");
        byte[] metadata = Message(writer => WriteField(
            writer, ActionResultFields.Metadata,
            Message(inner => WriteField(inner, ActionResultFields.Worker, Encoding.UTF8.GetBytes(worker)))));
        return Message(writer =>
        {
            writer.Write(outputs);
            WriteField(writer, ActionResultFields.Seal, SHA256.HashData([.. key.ToArray(), .. outputs, .. metadata]));
            writer.Write(metadata);
        });
    }

    private static byte[] OutputFile(string name, Blob blob) => Message(writer =>
    {
        WriteField(writer, ActionResultFields.Path, Encoding.UTF8.GetBytes(name));
        WriteField(writer, ActionResultFields.Digest, Message(digest =>
        {
            WriteField(digest, ActionResultFields.Hash, Encoding.UTF8.GetBytes(blob.Digest.ToString()));
            // Protocol Buffers leave a number of zero out.
            if (blob.Size > 0)
            {
                digest.Write(ActionResultFields.Size);
                digest.Write7BitEncodedInt64(blob.Size);
            }
        }));
    });

    private static byte[] Message(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    private static void WriteField(BinaryWriter writer, byte tag, byte[] value)
    {
        writer.Write(tag);
        writer.Write7BitEncodedInt(value.Length);
        writer.Write(value);
    }
}
