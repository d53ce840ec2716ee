using System.Reflection;

namespace Avocado.Files.Diagnostics;

/// <summary>
/// The one table of codes, in one partial file per room; the documentation is made from it.
/// 0001-0099 project file and SDK · 01xx trees · 02xx formats · 03xx packages · 04xx keys and signatures ·
/// 05xx composition · 06xx devices · 07xx the tool · from 1000 policies.
/// </summary>
public static partial class Codes
{
    /// <summary>Every code, by number.</summary>
    public static IReadOnlyList<DiagnosticCode> All =>
        [.. typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(DiagnosticCode))
            .Select(f => (DiagnosticCode)f.GetValue(null)!)
            .OrderBy(c => c.Id, StringComparer.Ordinal)];
}
