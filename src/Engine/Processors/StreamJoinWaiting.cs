using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>The records without a match of a left or outer join, as one side of it sees them.</summary>
/// <param name="Own">Those of its own stream; null where they have no result.</param>
/// <param name="Other">Those of the other one; null where they have no result.</param>
/// <param name="Unmatched">Lets them go when nothing can join them any more.</param>
internal sealed record StreamJoinWaiting<TKey, TThis, TOther>(
    BufferStore<TKey, TThis>? Own, BufferStore<TKey, TOther>? Other, UnmatchedRecords Unmatched)
    where TKey : notnull;
