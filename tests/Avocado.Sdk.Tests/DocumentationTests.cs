using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Reading;

namespace Avocado.Sdk.Tests;

/// <summary>
/// Pages that are made from the tables in the code. With AVOCADO_UPDATE_DOCS=1 in the environment these tests write
/// them; otherwise they compare.
/// </summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_page_of_codes_is_current() => Check(CodesPage(), "docs", "codes.md");

    [Fact]
    public void The_page_of_the_project_file_is_current() => Check(ProjectFilePage(), "docs", "project-file.md");

    private static void Check(string expected, params string[] file)
    {
        string path = Repository.At(file);
        if (Environment.GetEnvironmentVariable("AVOCADO_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }
        Assert.Equal(expected, File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "");
    }

    private static string CodesPage()
    {
        var page = new StringBuilder("# Codes\n\nMade from the table in `src/Avocado.Files/Diagnostics`; do not edit.\n");
        foreach (DiagnosticCode code in Codes.All)
        {
            page.Append("\n## ").Append(code.Id).Append("\n\n")
                .Append("> ").Append(code.Format).Append("\n\n")
                .Append(code.Cause).Append("\n\n")
                .Append("What to do: ").Append(code.Remedy).Append('\n');
        }
        return page.ToString();
    }

    private static string ProjectFilePage()
    {
        var page = new StringBuilder("# The project file\n\nMade from the lists in `src/Avocado.Sdk.Tasks/Reading`; ");
        page.Append("do not edit.\n\n## Properties\n\n| property | default | meaning |\n|---|---|---|\n");
        foreach (PublicProperty property in PublicProperty.All)
        {
            page.Append($"| `{property.Name}` | {property.Default} | {property.Meaning} |\n");
        }
        page.Append("\nSizes are whole MiB and take the suffixes K, M and G (powers of 1024).\n")
            .Append("MSBuild refuses `-p:Target=...` (MSB4177): `-p:target=provision` and `-p:PublishTarget=provision` ")
            .Append("are the same.\n\n## Items\n");
        foreach (PublicItem item in PublicItem.All)
        {
            page.Append($"\n### {item.Name}\n\n`Include`: {item.Include}\n");
            if (!item.Metadata.IsEmpty)
            {
                page.Append("\n| metadata | meaning |\n|---|---|\n");
            }
            foreach ((string name, string meaning) in item.Metadata)
            {
                page.Append($"| `{name}` | {meaning} |\n");
            }
        }
        return page.ToString();
    }
}
