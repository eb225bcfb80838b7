namespace Kappa.Replay;

/// <summary>How the rows of a table compare between two instances at one cut.</summary>
/// <param name="Kind">What the table is.</param>
/// <param name="Name">Name of the store, or of the output's topic.</param>
/// <param name="Same">Keys that both have alike, byte for byte.</param>
/// <param name="Changed">Keys that both have, but not alike.</param>
/// <param name="OnlyOld">Keys that only the old instance has.</param>
/// <param name="OnlyNew">Keys that only the new instance has.</param>
/// <param name="Samples">The first differences in the order of the keys, as many as were asked for.</param>
public sealed record TableComparison(
    TableKind Kind, string Name, long Same, long Changed, long OnlyOld, long OnlyNew,
    IReadOnlyList<RowDifference> Samples)
{
    /// <summary>Whether all keys are the same.</summary>
    public bool IsSame => Differences == 0;

    /// <summary>Keys that are not the same.</summary>
    public long Differences => Changed + OnlyOld + OnlyNew;

    /// <summary>Keys of both instances together.</summary>
    public long Keys => Same + Differences;
}
