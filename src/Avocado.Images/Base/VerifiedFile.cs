using System.Globalization;
using Avocado.Files;

namespace Avocado.Images.Base;

/// <summary>Remembers the stamp with which a file was found good.</summary>
internal sealed class VerifiedFile
{
    private readonly string _notes;
    private readonly string _line;

    /// <param name="path">Full path of the file, which is about to be verified.</param>
    /// <param name="notes">Full path of the note.</param>
    public VerifiedFile(string path, string notes)
    {
        _notes = notes;
        // From before it is read: a change on the way is seen the next time.
        StatStamp stamp = StatStamp.Of(path);
        _line = string.Create(CultureInfo.InvariantCulture, $"{stamp.Size} {stamp.ChangedTicks} verified");
    }

    /// <summary>True when the file has the stamp with which it was good.</summary>
    public bool IsUnchanged
    {
        get
        {
            try
            {
                return File.Exists(_notes) && File.ReadAllText(_notes) == _line;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Says that the file is good.</summary>
    public void Save() => File.WriteAllText(_notes, _line);
}
