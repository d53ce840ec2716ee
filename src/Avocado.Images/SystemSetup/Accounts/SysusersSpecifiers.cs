using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>The specifiers of sysusers.d fields that a build can know.</summary>
public sealed class SysusersSpecifiers(OsRelease release, ImageProject project)
{
    /// <summary>The field with its specifiers replaced.</summary>
    /// <exception cref="AvocadoException">AVO0522: a specifier that only a running system knows.</exception>
    public string Expand(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!field.Contains('%', StringComparison.Ordinal))
        {
            return field;
        }
        var result = new StringBuilder();
        for (int i = 0; i < field.Length; i++)
        {
            result.Append(field[i] == '%' ? Value(field, ++i < field.Length ? field[i] : '\0') : field[i].ToString());
        }
        return result.ToString();
    }

    private string Value(string field, char specifier) => specifier switch
    {
        '%' => "%",
        'a' => project.Board.Architecture.SystemdName,
        'A' => project.ImageVersion,
        'B' => release["BUILD_ID"] ?? "",
        'M' => project.ImageId,
        'o' => release["ID"] ?? "",
        'T' => "/tmp",
        'V' => "/var/tmp",
        'w' => release["VERSION_ID"] ?? "",
        'W' => release["VARIANT_ID"] ?? "",
        _ => throw Codes.BadAccount.Error($"'{field}' in sysusers.d", $"a build cannot know '%{specifier}'"),
    };
}
