namespace Kappa.Graph;

/// <summary>The folds that the language knows beside those of the user's own.</summary>
internal static class Folds
{
    /// <summary>Counts records.</summary>
    public static Fold<TKey, TValue, long> Count<TKey, TValue>() => new(() => 0L, (_, _, count) => count + 1)
    {
        Merger = (_, count, other) => count + other,
    };

    /// <summary>Makes one value of two, over and over; the first one is the total.</summary>
    public static Fold<TKey, TValue, TValue> Reduce<TKey, TValue>(Func<TValue, TValue, TValue> reducer) =>
        new(null, (_, value, total) => reducer(total, value))
        {
            First = value => value,
            Merger = (_, total, other) => reducer(total, other),
        };
}
