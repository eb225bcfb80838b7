using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Makes what looks for aggregators that change totals in place.</summary>
/// <param name="topology">The topology, for messages.</param>
/// <param name="all">Whether to look at every total, not at some.</param>
internal sealed class TotalChecks(Topology topology, bool all)
{
    /// <summary>Folds as the user said, and looks after it.</summary>
    public Folding<TKey, TValue, TTotal> Folding<TKey, TValue, TTotal>(
        string node, Fold<TKey, TValue, TTotal> fold, string store, ISerde<TTotal> serde) =>
        new(fold, Of(node, store, serde, fold.Initializer ?? (() => default!)));

    /// <summary>What looks after an aggregator; null where totals cannot be changed in place.</summary>
    public TotalCheck<TTotal>? Of<TTotal>(
        string node, string store, ISerde<TTotal> serde, Func<TTotal> initializer) =>
        TotalCheck<TTotal>.IsOfUse
            ? new TotalCheck<TTotal>(
                serde, initializer, isFirst => EngineErrors.TotalChanged(topology, node, store, isFirst), all)
            : null;
}
