using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>SigningKey items. Keys are never opened here: a URI is all that the build passes on.</summary>
internal sealed class SigningKeyReader(ReadingContext context)
{
    private const string FileScheme = "file:";

    // What an image cannot be built without.
    private static readonly string[] s_neededUses = ["secure-boot", "verity", "modes"];

    private static readonly string[] s_uses = [.. s_neededUses, "pcr", "manifest", "platform", "key-exchange"];

    public ImmutableArray<SigningKey> Read(ITaskItem[] items, bool isProduction)
    {
        ImmutableArray<SigningKey>.Builder keys = ImmutableArray.CreateBuilder<SigningKey>();
        var byUse = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ItemReader item in context.DistinctItems(PublicItem.SigningKey, items))
        {
            ImmutableArray<string> uses = Uses(item, byUse);
            string? uri = item.EscapedText("Uri");
            if (uri is null)
            {
                item.Report(Codes.MissingValue, item.Type, item.Name, "a Uri, such as Uri=\"file:keys/boot.pem\"");
            }
            string? certificate = item.ExistingFile("Certificate", "certificate");
            if (uri is not null && certificate is not null)
            {
                keys.Add(new SigningKey(item.Name, Absolute(uri), certificate, uses, item.Location));
            }
        }
        // Debug images without any keys use the developer's own.
        if (isProduction || items.Length > 0)
        {
            foreach (string use in s_neededUses.Where(u => !byUse.ContainsKey(u)))
            {
                ReportMissing(use, isProduction);
            }
        }
        return keys.ToImmutable();
    }

    private static ImmutableArray<string> Uses(ItemReader item, Dictionary<string, string> byUse)
    {
        ImmutableArray<string> uses = item.List("Use");
        if (uses.IsEmpty)
        {
            item.Report(Codes.MissingValue, item.Type, item.Name, "a Use: " + string.Join(", ", s_uses));
        }
        foreach (string use in uses)
        {
            if (!s_uses.Contains(use))
            {
                item.ReportAt("Use", Codes.BadValue, $"Use of SigningKey '{item.Name}'", use, string.Join(", ", s_uses));
            }
            else if (!byUse.TryAdd(use, item.Name))
            {
                item.ReportAt("Use", Codes.DuplicateKeyUse, byUse[use], item.Name, use);
            }
        }
        return uses;
    }

    private void ReportMissing(string use, bool isProduction)
    {
        var project = new SourceLocation(context.Locator.ProjectFile);
        if (isProduction)
        {
            context.Found.Add(Codes.ReleaseNeedsKeys, project, use);
        }
        else
        {
            context.Found.Add(Codes.MissingKeyUse, project, use);
        }
    }

    // Escapes stay as the project writes them, so a '%' of the folder's own must not look like one.
    private string Absolute(string uri) =>
        uri.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) &&
        !uri.StartsWith(FileScheme + "//", StringComparison.OrdinalIgnoreCase)
            ? FileScheme + Path.GetFullPath(
                uri[FileScheme.Length..], context.ProjectFolder.Replace("%", "%25", StringComparison.Ordinal))
            : uri;
}
