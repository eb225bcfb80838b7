using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Makes the results of a foreign-key join, and sends them to where the left table's keys are owned.</summary>
internal sealed class ForeignAnswers<TKey, TValue, TOther, TResult>(
    Func<TKey, TValue, TOther?, TResult> joiner, bool isLeft, Processor<TKey, ForeignAnswer<TResult>> next)
{
    /// <summary>The step of answers that no subscription asked for just now.</summary>
    public const int Unasked = -1;

    /// <summary>Sends what a row of the left table and a foreign row give.</summary>
    /// <param name="key">Key of the left row.</param>
    /// <param name="value">The left row.</param>
    /// <param name="hasValue">Whether it is there.</param>
    /// <param name="row">The foreign row, or none.</param>
    /// <param name="step">The subscription's number, or <see cref="Unasked"/>.</param>
    /// <param name="timestampMs">Timestamp of the result.</param>
    public void Send(
        TKey key, TValue? value, bool hasValue, in StoreRow<TOther> row, int step, long timestampMs)
    {
        bool joins = hasValue && (row.Exists || isLeft);
        TResult? result = joins ? joiner(key, value!, row.Exists ? row.Value : default) : default;
        next.Process(new Record<TKey, ForeignAnswer<TResult>>(
            key, true, new ForeignAnswer<TResult>(result, joins && Values.Exist(result), step), true, timestampMs));
    }
}
