namespace Vitrine.Seals;

/// <summary>What reading a whole seal again showed. Its root was recomputed from its list of files before anything was read.</summary>
/// <param name="Root">The seal.</param>
/// <param name="Files">Files read.</param>
/// <param name="Bytes">Bytes of content read.</param>
/// <param name="Damaged">The paths of files whose content on disk is not what was sealed; the others can be read.</param>
public sealed record SealVerification(SealRoot Root, int Files, long Bytes, IReadOnlyList<string> Damaged)
{
    /// <summary>Whether everything is as it was sealed.</summary>
    public bool IsGood => Damaged.Count == 0;
}
