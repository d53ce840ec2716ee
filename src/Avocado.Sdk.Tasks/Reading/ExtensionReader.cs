using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>SystemExtension items.</summary>
internal sealed class ExtensionReader(ReadingContext context)
{
    private const string Sysext = "sysext";
    private const string Confext = "confext";

    public ImmutableArray<Extension> Read(ITaskItem[] items)
    {
        ImmutableArray<Extension>.Builder extensions = ImmutableArray.CreateBuilder<Extension>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.SystemExtension, items))
        {
            item.Named(NameRule.Plain, "system extension");
            ImmutableArray<string> types = item.List("Types");
            if (types.IsEmpty)
            {
                types = [Sysext];
            }
            foreach (string type in types.Where(t => t is not (Sysext or Confext)))
            {
                item.ReportAt("Types", Codes.BadValue, $"Types of SystemExtension '{item.Name}'", type,
                    "sysext, confext or sysext;confext");
            }
            extensions.Add(new Extension(item.Name, types.Contains(Sysext), types.Contains(Confext), item.Location));
        }
        return extensions.ToImmutable();
    }
}
