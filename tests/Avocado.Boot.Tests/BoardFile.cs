using System.Collections.Immutable;
using System.Xml.Linq;
using Avocado.Images.Model;

namespace Avocado.Boot.Tests;

/// <summary>Reads from the SDK's own board file what a test image needs, so that the two cannot drift apart.</summary>
internal static class BoardFile
{
    /// <summary>The board of the sample: 64-bit x86 with UEFI and TPM.</summary>
    public static Board Read(string folder, string name)
    {
        XDocument file = XDocument.Load(Path.Combine(folder, name + ".props"));
        ImmutableArray<string> Items(string type) =>
        [
            .. file.Descendants(type).Select(item => item.Attribute("Include")?.Value ?? "")
                .SelectMany(names => names.Split(';', StringSplitOptions.RemoveEmptyEntries)),
        ];
        return new Board
        {
            Name = name,
            Architecture = Architecture.X64,
            BootFlow = file.Descendants("BoardBootFlow").Single().Value,
            TpmRequired = true,
            KernelArguments = Items("BoardKernelArgument"),
            InitrdModules = Items("InitrdModule"),
        };
    }
}
