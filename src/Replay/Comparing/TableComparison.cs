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
    /// <summary>
    /// Values that a cutover publishes here: a key that the new instance has in another partition is published there,
    /// although it is the same. 0 for a store.
    /// </summary>
    public long Publishes { get; init; }

    /// <summary>
    /// Rows that the new instance does not have, or not in that partition: a cutover deletes them, or leaves them
    /// where it may not. 0 for a store.
    /// </summary>
    public long Deletes { get; init; }

    /// <summary>Whether it is a store of the engine's own, which no user asks for.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether all keys are the same.</summary>
    public bool IsSame => Differences == 0;

    /// <summary>Keys that are not the same.</summary>
    public long Differences => Changed + OnlyOld + OnlyNew;

    /// <summary>Keys of both instances together.</summary>
    public long Keys => Same + Differences;
}
