using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// A table that every task has all of, so that a stream is joined with it by any key, and stays where it is.
/// </summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the rows.</typeparam>
/// <remarks>
/// Its topic is a source like others: a record of the stream sees the table as of its own place in the order of
/// records, live and in a replay. Each task that joins it keeps a copy, so it should be small.
/// </remarks>
public sealed class GlobalKTable<TKey, TValue>
{
    internal GlobalKTable(GraphDraft draft, GlobalTableNode<TKey, TValue> node) => (Draft, Node) = (draft, node);

    internal GraphDraft Draft { get; }

    internal GlobalTableNode<TKey, TValue> Node { get; }
}
