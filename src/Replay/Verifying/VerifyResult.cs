namespace Kappa.Replay;

/// <summary>Whether the live state is what its history says.</summary>
/// <param name="AsOf">The cut at which both were compared, with its offsets.</param>
/// <param name="Records">Records that were replayed.</param>
/// <param name="Stores">How each store compares; old is the live one, new its replay.</param>
public sealed record VerifyResult(AsOf AsOf, long Records, IReadOnlyList<TableComparison> Stores)
{
    /// <summary>What compaction of sources may have changed; empty where nothing.</summary>
    public IReadOnlyList<string> Compacted { get; init; } = [];

    /// <summary>Whether every store is the same, byte for byte.</summary>
    public bool IsSame => Stores.All(store => store.IsSame);
}
