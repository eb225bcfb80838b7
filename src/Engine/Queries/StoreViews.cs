namespace Kappa.Engine;

/// <summary>Views of all stores of an instance, all as of one committed cut. One thread; dispose them soon.</summary>
public sealed class StoreViews : IDisposable
{
    private readonly StoreView[] _views;

    internal StoreViews(IReadOnlyList<StoreInfo> stores, StoreView[] views, AsOf asOf) =>
        (Stores, _views, AsOf) = (stores, views, asOf);

    /// <summary>The stores, ordered by name.</summary>
    public IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>What all views are true as of.</summary>
    public AsOf AsOf { get; }

    /// <summary>The view of one store.</summary>
    /// <param name="store">Its index in <see cref="Stores"/>.</param>
    public StoreView this[int store] => _views[store];

    /// <summary>Frees the views.</summary>
    public void Dispose()
    {
        foreach (StoreView view in _views)
        {
            view.Dispose();
        }
    }
}
