using Kappa.Engine;

namespace Kappa.Hosting;

/// <summary>A store of a topology's live version, for the host's own code: committed rows only.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <remarks>Thread-safe. While a cutover goes on a call waits for the end of it.</remarks>
public interface IStore<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Reads the value of a key.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The value; the default of its type where there is none: <see cref="OpenAsync"/> tells a 0 from none.
    /// </returns>
    /// <exception cref="KappaException">
    /// KAP5230: the worker does not run. KAP6101, KAP6201: there is no such store, or topology. KAP6105: it has other
    /// types.
    /// </exception>
    Task<TValue?> GetAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>Opens a view: many rows as of one cut, which it names.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The view, which the caller disposes soon; one thread.</returns>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    Task<StoreView<TKey, TValue>> OpenAsync(CancellationToken cancellationToken = default);
}
