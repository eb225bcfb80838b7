namespace Kappa.Engine;

/// <summary>Views of all stores of an instance, all as of one committed cut. One thread; dispose them soon.</summary>
public sealed class StoreViews : IDisposable
{
    private readonly IReadOnlyList<IStoreView> _views;

    /// <summary>Puts views together.</summary>
    /// <param name="stores">The stores, ordered by name.</param>
    /// <param name="views">A view of each, which are these views' from now on.</param>
    /// <param name="asOf">What all views are true as of.</param>
    public StoreViews(IReadOnlyList<StoreInfo> stores, IReadOnlyList<IStoreView> views, AsOf asOf) =>
        (Stores, _views, AsOf) = (stores, views, asOf);

    /// <summary>The stores, ordered by name.</summary>
    public IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>What all views are true as of.</summary>
    public AsOf AsOf { get; }

    /// <summary>The view of one store.</summary>
    /// <param name="store">Its index in <see cref="Stores"/>.</param>
    public IStoreView this[int store] => _views[store];

    /// <summary>Frees the views.</summary>
    public void Dispose()
    {
        foreach (IStoreView view in _views)
        {
            view.Dispose();
        }
    }
}
