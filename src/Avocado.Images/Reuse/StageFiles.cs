namespace Avocado.Images.Reuse;

/// <summary>Where a stage's file goes, and what is kept beside it for the next build.</summary>
/// <param name="Earlier">The file that the last build made, if it is still there.</param>
/// <param name="New">Where this build writes.</param>
/// <param name="Notes">Start of the paths of what is kept: in the project's intermediate folder.</param>
/// <param name="IsOutput">True when somebody else puts the new file in the earlier one's place.</param>
internal sealed record StageFiles(string Earlier, string New, string Notes, bool IsOutput)
{
    /// <summary>The tree, with the place of every file's bytes.</summary>
    public string Tree => Notes + ".tree";

    /// <summary>The <see cref="StageRecord"/>.</summary>
    public string Record => Notes + ".stage";

    /// <summary>The place of every file's bytes, as other machines take it.</summary>
    public string Extents => Notes + ".extents";

    /// <summary>Which blocks the file has.</summary>
    public string Blocks => Notes + ".blocks";

    /// <summary>The <see cref="KeptRanges"/>.</summary>
    public string Kept => Notes + ".kept";

    /// <summary>The file's hash tree.</summary>
    public string Hashes => Notes + ".hashes";

    /// <summary>Files of an intermediate.</summary>
    /// <param name="path">Its full path.</param>
    public static StageFiles Of(string path) => new(path, path + ".new", Path.ChangeExtension(path, null), false);

    /// <summary>Makes the last build's file the one that this build writes, over what it has.</summary>
    public void TakeEarlier() => File.Move(Earlier, New, overwrite: true);

    /// <summary>The file that this build made, with its final name where it gets it here.</summary>
    public string Finish()
    {
        if (IsOutput)
        {
            return New;
        }
        File.Move(New, Earlier, overwrite: true);
        return Earlier;
    }
}
