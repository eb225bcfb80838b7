using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>One of the streams that are folded into the same totals.</summary>
internal abstract class CogroupInput<TKey, TTotal>
{
    public abstract GraphDraft Draft { get; }

    /// <summary>What a store of the totals is called, and with which serdes.</summary>
    public abstract StoreSpec<TKey, TTotal> Describe(string kind, Materialized? materialized);

    /// <summary>Adds the operator that folds the stream's records into totals of a key.</summary>
    public abstract Node Add(StoreSpec<TKey, TTotal> store, Func<TTotal> initializer);

    /// <summary>Adds the operator that folds the stream's records into totals of windows.</summary>
    /// <param name="store">Of the windows.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="initializer">Makes the total that a window begins with.</param>
    /// <param name="merger">Makes one total of two, for sessions; else null.</param>
    public abstract Node Add(
        StoreSpec store, IFoldWindows windows, Func<TTotal> initializer, Func<TKey, TTotal, TTotal, TTotal>? merger);
}
