using Kappa.Graph;

namespace Kappa;

/// <summary>Operators of a stream that are there for what they do outside.</summary>
/// <remarks>
/// They act in the live version alone: a version beside it (in a replay, or as the loser of a cutover), a comparison
/// and the sample of a plan do not call them, nor do they deserialise values for them. In the live version they are
/// called as a record is processed, before its commit: a run that is done again after a failure calls them again.
/// </remarks>
public static class StreamEffects
{
    /// <summary>Shows each record to a function, for what that does outside; nothing follows.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="action">
    /// Called with (key, value), in the live version alone. Where the values are structs it is not called for a record
    /// without a value (a deletion); for other types it sees null.
    /// </param>
    /// <remarks><c>Peek</c> hands records on, and is called in a replay too.</remarks>
    public static void Foreach<TKey, TValue>(this KStream<TKey, TValue> stream, Action<TKey, TValue> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        stream.Add("foreach", action);
    }

    /// <summary>Prints each record, in the live version alone; nothing follows.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="printed">
    /// Where and how; the default is a line <c>[name of what is printed]: key, value</c> on standard output.
    /// </param>
    public static void Print<TKey, TValue>(
        this KStream<TKey, TValue> stream, Printed<TKey, TValue>? printed = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Add("print", (printed ?? Printed.ToSysOut<TKey, TValue>()).Action(stream.Output.Name));
    }

    private static void Add<TKey, TValue>(
        this KStream<TKey, TValue> stream, string kind, Action<TKey, TValue> action)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Draft.Add(new ForeachNode<TKey, TValue>(stream.NameOf(kind), stream.Output, kind, action));
    }
}
