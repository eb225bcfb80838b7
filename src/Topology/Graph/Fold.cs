namespace Kappa.Graph;

/// <summary>How records become a total, be it that of a key or of a window.</summary>
/// <param name="Initializer">
/// Makes the total that the first record is added to; null where that record is the total itself.
/// </param>
/// <param name="Aggregator">(key, value, total) => new total; null removes the row.</param>
internal sealed record Fold<TKey, TValue, TTotal>(
    Func<TTotal>? Initializer, Func<TKey, TValue, TTotal, TTotal> Aggregator)
{
    private static readonly bool CanBeNull = default(TValue) is null;

    /// <summary>The total of one record; where there is an initializer, null.</summary>
    public Func<TValue, TTotal>? First { get; init; }

    /// <summary>(key, total, later total) => the total of both; null where totals never come together.</summary>
    public Func<TKey, TTotal, TTotal, TTotal>? Merger { get; init; }

    /// <summary>
    /// Whether a record can be added: one without a value cannot become a total whose type has no null.
    /// </summary>
    /// <param name="hasValue">Whether the record has a value.</param>
    public bool Takes(bool hasValue) => hasValue || First is null || CanBeNull;
}
