using System.Collections.Concurrent;
using System.Net;

namespace Avocado.Images.Tests.Pipeline;

/// <summary>A remote cache in memory: GET, HEAD and PUT of what was put.</summary>
internal sealed class MemoryServer : HttpMessageHandler
{
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Put)
        {
            Objects[path] = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.Created);
        }
        return Objects.TryGetValue(path, out byte[]? bytes)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) }
            : new HttpResponseMessage(HttpStatusCode.NotFound);
    }
}
