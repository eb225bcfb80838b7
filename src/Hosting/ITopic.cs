namespace Kappa.Hosting;

/// <summary>A topic that the host's own code writes to.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <remarks>Thread-safe.</remarks>
public interface ITopic<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Writes a record; it is on stable storage when the call is over.</summary>
    /// <param name="key">The key, which chooses the partition.</param>
    /// <param name="value">The value; null for a deletion.</param>
    /// <param name="timestamp">When it happened; now, by default.</param>
    /// <exception cref="KappaException">KAP5230: the worker does not run. Or what the log says.</exception>
    void Send(TKey key, TValue? value, DateTimeOffset? timestamp = null);

    /// <summary>Writes records, all or none of them, in one transaction.</summary>
    /// <param name="records">Keys and values; a value that is null is a deletion.</param>
    /// <param name="timestamp">When they happened; now, by default.</param>
    /// <inheritdoc cref="Send" path="/exception"/>
    void SendAll(IEnumerable<KeyValuePair<TKey, TValue?>> records, DateTimeOffset? timestamp = null);
}
