namespace Kappa.Replay;

/// <summary>How the rows of a store compare between two instances at one cut.</summary>
/// <param name="Store">Name of the store.</param>
/// <param name="Same">Keys with the same value and timestamp, byte for byte.</param>
/// <param name="Changed">Keys with another value or timestamp.</param>
/// <param name="OnlyOld">Keys that only the old instance has.</param>
/// <param name="OnlyNew">Keys that only the new instance has.</param>
/// <param name="Samples">The first differences in the order of the keys, as many as were asked for.</param>
public sealed record StoreComparison(
    string Store, long Same, long Changed, long OnlyOld, long OnlyNew, IReadOnlyList<RowDifference> Samples)
{
    /// <summary>Whether all keys are the same.</summary>
    public bool IsSame => Changed + OnlyOld + OnlyNew == 0;
}
