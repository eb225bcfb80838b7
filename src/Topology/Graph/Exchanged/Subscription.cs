namespace Kappa.Graph;

/// <summary>What a row of the left table of a foreign-key join sends to the task that owns its foreign key.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Foreign">The foreign key.</param>
/// <param name="HasForeign">Whether there is one; a row of a left join without one is answered anywhere.</param>
/// <param name="Key">Key of the row.</param>
/// <param name="Value">The row as it is now.</param>
/// <param name="HasValue">Whether it is there still.</param>
/// <param name="Step">Number of the message among those that one record causes, so that a later one counts.</param>
internal readonly record struct Subscription<TKey, TValue, TForeign>(
    SubscriptionKind Kind, TForeign? Foreign, bool HasForeign, TKey Key, TValue? Value, bool HasValue, int Step);
