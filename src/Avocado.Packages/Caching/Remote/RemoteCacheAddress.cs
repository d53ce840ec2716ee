using System.Text;

namespace Avocado.Packages.Caching.Remote;

/// <summary>Where a remote cache is. What may be shown of it has no credentials.</summary>
public sealed class RemoteCacheAddress
{
    private RemoteCacheAddress(Uri location, string? authorization)
    {
        Location = location;
        Authorization = authorization;
    }

    /// <summary>The folder that cas/ and ac/ lie in, ending in '/', without user name and password.</summary>
    public Uri Location { get; }

    /// <summary>What follows "Basic" in the request's header; null without user name. Never shown.</summary>
    internal string? Authorization { get; }

    /// <summary>Reads an http or https address, with or without user name and password.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="fault">What is wrong; never repeats the text, which may hold a password.</param>
    /// <returns>The address, or null when the text is none.</returns>
    public static RemoteCacheAddress? TryParse(string text, out string fault)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            fault = "it is no whole address, such as https://cache.example.com/avocado";
            return null;
        }
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            fault = "it is neither http nor https";
            return null;
        }
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            fault = "it has a query or fragment, where names of objects are to be appended";
            return null;
        }
        fault = "";
        string folder = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        string user = Uri.UnescapeDataString(uri.UserInfo);
        return new RemoteCacheAddress(
            new Uri(folder.TrimEnd('/') + "/"),
            user.Length > 0 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(user)) : null);
    }

    /// <summary>The address without credentials.</summary>
    public override string ToString() => Location.AbsoluteUri;
}
