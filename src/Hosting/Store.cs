using Kappa.Engine;

namespace Kappa.Hosting;

/// <inheritdoc cref="IStore{TKey,TValue}"/>
internal sealed class Store<TKey, TValue>(KappaWorker worker, string topology, string store) : IStore<TKey, TValue>
    where TKey : notnull
{
    public async Task<TValue?> GetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        using StoreView<TKey, TValue> view = await OpenAsync(cancellationToken);
        return view.TryGet(key, out TValue? value) ? value : default;
    }

    public async Task<StoreView<TKey, TValue>> OpenAsync(CancellationToken cancellationToken = default)
    {
        IStoreView view = await worker.Running.OpenStoreAsync(topology, store, cancellationToken);
        try
        {
            return ((StoreView)view).As<TKey, TValue>();
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }
}
