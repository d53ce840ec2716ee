using System.Text;

namespace Avocado.Sdk.Tasks.Incremental;

/// <summary>Writes files that are there whole or not at all: under another name first, then renamed.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text)
    {
        string part = Begin(path);
        File.WriteAllText(part, text, new UTF8Encoding(false));
        File.Move(part, path, overwrite: true);
    }

    public static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await WriteAsync(path, bytes, cancellation).ConfigureAwait(false);
    }

    public static async Task WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        string part = Begin(path);
        try
        {
            await using (FileStream stream = File.Create(part))
            {
                await content.CopyToAsync(stream, cancellation).ConfigureAwait(false);
            }
            File.Move(part, path, overwrite: true);
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
}
