using System.Xml;
using System.Xml.Linq;
using Avocado.Files.Diagnostics;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Diagnostics;

/// <summary>
/// Finds where a project says something. MSBuild tells tasks which file defines an item, but not the line: it is
/// found by reading that file again, only when there is something to report or to remember.
/// </summary>
internal sealed class ItemLocator(string projectFile)
{
    private readonly Dictionary<string, XDocument?> _documents = new(StringComparer.Ordinal);

    /// <summary>Full path of the project.</summary>
    public string ProjectFile => projectFile;

    /// <summary>The place of an item, or of one of its metadata where the item's own element has it.</summary>
    /// <param name="last">The last of several elements with the same Include, not the first.</param>
    public SourceLocation Item(ITaskItem item, string itemType, string? metadata = null, bool last = false)
    {
        string file = item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } path ? path : projectFile;
        IEnumerable<XElement> elements = Elements(file, itemType).Where(e => Includes(e, item.ItemSpec));
        XElement? element = last ? elements.LastOrDefault() : elements.FirstOrDefault();
        IXmlLineInfo? place = metadata is null
            ? null
            : (IXmlLineInfo?)element?.Attribute(metadata) ?? element?.Elements().FirstOrDefault(Is(metadata));
        return At(file, place ?? element);
    }

    /// <summary>The place of a property in the project file; the file alone when it is set elsewhere.</summary>
    public SourceLocation Property(string name)
    {
        // The last one wins, as in MSBuild.
        XElement? element = Elements(projectFile, name).LastOrDefault(e => e.Parent?.Name.LocalName == "PropertyGroup");
        return At(projectFile, element);
    }

    /// <summary>Includes with '*' or '?' of the given item types, in the project and in other files of the user's.</summary>
    public IEnumerable<(string ItemType, string Include, SourceLocation Location)> Globs(
        IEnumerable<string> files, IReadOnlyCollection<string> itemTypes) =>
        from file in files
        from type in itemTypes
        from element in Elements(file, type)
        where element.Parent?.Name.LocalName == "ItemGroup"
        from include in Includes(element)
        where include.AsSpan().IndexOfAny('*', '?') >= 0
        select (type, include, At(file, element));

    private static Func<XElement, bool> Is(string name) =>
        e => e.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string[] Includes(XElement element) =>
        ((string?)element.Attribute("Include") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Includes(XElement element, string itemSpec) =>
        Includes(element).Contains(itemSpec, StringComparer.OrdinalIgnoreCase) ||
        Includes(element).Any(i => Normalise(i).Equals(Normalise(itemSpec), StringComparison.OrdinalIgnoreCase));

    // MSBuild turns the other system's separators into this one's.
    private static string Normalise(string include) => Uri.UnescapeDataString(include).Replace('\\', '/');

    private static SourceLocation At(string file, IXmlLineInfo? place)
    {
        if (place?.HasLineInfo() != true)
        {
            return new SourceLocation(file);
        }
        // The reader gives the name's column; an element begins one before, at its '<'.
        int column = place is XElement ? place.LinePosition - 1 : place.LinePosition;
        return new SourceLocation(file, place.LineNumber, column);
    }

    private IEnumerable<XElement> Elements(string file, string name)
    {
        if (!_documents.TryGetValue(file, out XDocument? document))
        {
            document = Load(file);
            _documents.Add(file, document);
        }
        return document?.Descendants().Where(Is(name)) ?? [];
    }

    private static XDocument? Load(string file)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        // Without the file a message has no line; MSBuild has read it already, so it will say what is wrong with it.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }
}
