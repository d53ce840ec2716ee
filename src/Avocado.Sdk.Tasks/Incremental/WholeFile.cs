using System.Security.Cryptography;
using System.Text;
using Avocado.Files;

namespace Avocado.Sdk.Tasks.Incremental;

/// <summary>Writes files that are there whole or not at all: under another name first, then renamed.</summary>
internal static class WholeFile
{
    private const int ChunkSize = 1 << 20;

    public static void Write(string path, string text)
    {
        string part = Begin(path);
        try
        {
            File.WriteAllText(part, text, new UTF8Encoding(false));
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Copies a stream in one pass; what is zero stays a hole where the file system has them.</summary>
    /// <returns>The digest of the content.</returns>
    public static async Task<Sha256Digest> WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        string part = Begin(path);
        try
        {
            Sha256Digest digest;
            await using (FileStream target = File.Create(part))
            {
                digest = await CopyAsync(content, target, cancellation).ConfigureAwait(false);
            }
            File.Move(part, path, overwrite: true);
            return digest;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static string Begin(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path + ".part";
    }

    private static async Task<Sha256Digest> CopyAsync(
        Stream content, FileStream target, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkSize];
        long length = 0;
        while (true)
        {
            int read = await content.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }
            hash.AppendData(chunk, 0, read);
            length += read;
            if (chunk.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                await target.WriteAsync(chunk.AsMemory(0, read), cancellation).ConfigureAwait(false);
            }
            else
            {
                target.Seek(read, SeekOrigin.Current);
            }
        }
        // A hole at the end is not there yet.
        target.SetLength(length);
        return new Sha256Digest(hash.GetHashAndReset());
    }
}
