namespace Kappa.Graph;

/// <summary>What a join of two streams keeps.</summary>
/// <param name="Left">
/// The left records that right ones may join; null where both streams are one, whose records are those on the right.
/// </param>
/// <param name="Right">The right records that left ones may join.</param>
/// <param name="LeftWaiting">
/// The left records without a match, which leave alone when no match can come; null where none do.
/// </param>
/// <param name="RightWaiting">The right records without a match; null where none leave alone.</param>
internal sealed record StreamJoinStores<TKey, TLeft, TRight>(
    BufferStoreSpec<TKey, TLeft>? Left, BufferStoreSpec<TKey, TRight> Right,
    BufferStoreSpec<TKey, TLeft>? LeftWaiting, BufferStoreSpec<TKey, TRight>? RightWaiting)
{
    /// <summary>All of them, in a fixed order.</summary>
    public IReadOnlyList<StoreSpec> All => field ??=
        [.. new StoreSpec?[] { Left, LeftWaiting, Right, RightWaiting }.OfType<StoreSpec>()];
}
