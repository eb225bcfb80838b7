using Kappa.Graph;

namespace Kappa;

/// <summary>Operators of a stream that make records of one record.</summary>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same records again.
/// </remarks>
public static class StreamMapping
{
    /// <summary>
    /// Gives each record another key and another value. What needs the key further on moves records to the task that
    /// owns it.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <typeparam name="TNewKey">Type of the new keys.</typeparam>
    /// <typeparam name="TNewValue">Type of the new values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="mapper">(key, value) => (new key, new value); a null value makes the record a deletion.</param>
    /// <remarks>
    /// For a record without a value (a deletion) the mapper sees null, or the default value where the values are
    /// structs: then only the new key counts, and the record stays without a value.
    /// </remarks>
    public static KStream<TNewKey, TNewValue> Map<TKey, TValue, TNewKey, TNewValue>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, (TNewKey Key, TNewValue Value)> mapper)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(mapper);
        var node = new MapNode<TKey, TValue, TNewKey, TNewValue>(stream.NameOf("map"), stream.Output, mapper);
        return new KStream<TNewKey, TNewValue>(stream.Draft, stream.Draft.Add(node), stream.Root);
    }

    /// <summary>Makes any number of records of each one; what needs the key further on moves them.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <typeparam name="TNewKey">Type of the new keys.</typeparam>
    /// <typeparam name="TNewValue">Type of the new values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="mapper">(key, value) => the records in their order; none drops the record.</param>
    /// <inheritdoc cref="Map" path="/remarks"/>
    public static KStream<TNewKey, TNewValue> FlatMap<TKey, TValue, TNewKey, TNewValue>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, IEnumerable<(TNewKey Key, TNewValue Value)>> mapper)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(mapper);
        var node = new FlatMapNode<TKey, TValue, TNewKey, TNewValue>(
            stream.NameOf("flat-map"), stream.Output, mapper);
        return new KStream<TNewKey, TNewValue>(stream.Draft, stream.Draft.Add(node), stream.Root);
    }

    /// <summary>Makes any number of records of each one; the key stays.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="mapper">value => the new values in their order; none drops the record.</param>
    /// <remarks>
    /// A record without a value (a deletion) stays one where the values are structs; for other types the mapper sees
    /// null.
    /// </remarks>
    public static KStream<TKey, TResult> FlatMapValues<TKey, TValue, TResult>(
        this KStream<TKey, TValue> stream, Func<TValue, IEnumerable<TResult>> mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return stream.FlatMapValues((_, value) => mapper(value));
    }

    /// <summary>Makes any number of records of each one; the key stays.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="mapper">(key, value) => the new values in their order; none drops the record.</param>
    /// <remarks>
    /// A record without a value (a deletion) stays one where the values are structs; for other types the mapper sees
    /// null.
    /// </remarks>
    public static KStream<TKey, TResult> FlatMapValues<TKey, TValue, TResult>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, IEnumerable<TResult>> mapper)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(mapper);
        var node = new FlatMapValuesNode<TKey, TValue, TResult>(
            stream.NameOf("flat-map-values"), stream.Output, mapper);
        return new KStream<TKey, TResult>(stream.Draft, stream.Draft.Add(node), stream.Root)
        {
            KeySerde = stream.KeySerde,
        };
    }

    /// <summary>Shows each record to a function, and hands it on as it is: for logs and counters.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="action">
    /// Called with (key, value); a replay, and a run that is done again after a failure, call it again. Where the
    /// values are structs it is not called for a record without a value (a deletion); for other types it sees null.
    /// </param>
    public static KStream<TKey, TValue> Peek<TKey, TValue>(
        this KStream<TKey, TValue> stream, Action<TKey, TValue> action)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(action);
        var node = new PeekNode<TKey, TValue>(stream.NameOf("peek"), stream.Output, action);
        return new KStream<TKey, TValue>(stream.Draft, stream.Draft.Add(node), stream.Root)
        {
            KeySerde = stream.KeySerde,
            ValueSerde = stream.ValueSerde,
            IsTable = stream.IsTable,
        };
    }
}
