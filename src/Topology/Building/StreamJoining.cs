using Kappa.Graph;

namespace Kappa.Building;

/// <summary>Describes joins of two streams: what they keep, and the exchanges that they need.</summary>
internal static class StreamJoining
{
    public static KStream<TKey, TResult> Join<TKey, TLeft, TRight, TResult>(
        KStream<TKey, TLeft> left, KStream<TKey, TRight> right, JoinKind kind,
        Func<TKey, TLeft?, TRight?, TResult> joiner, JoinWindows windows, StreamJoined? joined)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(windows);
        GraphDraft draft = left.Draft;
        if (right.Draft != draft)
        {
            throw TopologyErrors.StreamOfOtherBuilder(right.Output.Name);
        }

        string name = joined?.Name ?? Names.Sanitise($"{left.Root}-{right.Root}-{kind.Operation}");
        string where = $"StreamJoined of '{left.Output.Name}'";
        ISerde<TKey> keySerde = joined?.Left.KeyFor<TKey>(where)
            ?? left.KeySerde ?? right.KeySerde ?? draft.Serdes.For<TKey>();
        var leftRows = new StoreSpec<TKey, TLeft>(
            Names.Sanitise($"{name}-left"), keySerde,
            joined?.Left.ValueFor<TLeft>(where) ?? left.ValueSerde ?? draft.Serdes.For<TLeft>());
        var rightRows = new StoreSpec<TKey, TRight>(
            Names.Sanitise($"{name}-right"), keySerde,
            joined?.Right.ValueFor<TRight>(where) ?? right.ValueSerde ?? draft.Serdes.For<TRight>());
        NodeOutput leftPlaced = Placed(draft, left.Output, leftRows);
        NodeOutput rightPlaced = left.Output == right.Output ? leftPlaced : Placed(draft, right.Output, rightRows);
        bool isOne = leftPlaced == rightPlaced && kind == JoinKind.Inner;
        var node = new StreamStreamJoinNode<TKey, TLeft, TRight, TResult>(
            draft.NameOf(leftPlaced.Name, kind.Operation), leftPlaced, rightPlaced, kind, windows, joiner,
            Stores(draft, leftRows, rightRows, kind, windows.RetentionMs, isOne));
        return new KStream<TKey, TResult>(draft, draft.Add(node), left.Root) { KeySerde = keySerde };
    }

    /// <summary>What the records of a stream come from where they lie with the task that owns their key.</summary>
    private static NodeOutput Placed<TKey, TValue>(GraphDraft draft, NodeOutput output, StoreSpec<TKey, TValue> rows) =>
        draft.Keys.IsAway(output.Node)
            ? draft.AddExchange(rows.Name, output, rows.KeySerde, rows.ValueSerde) : output;

    private static StreamJoinStores<TKey, TLeft, TRight> Stores<TKey, TLeft, TRight>(
        GraphDraft draft, StoreSpec<TKey, TLeft> left, StoreSpec<TKey, TRight> right, JoinKind kind, long retentionMs,
        bool isOne) => new(
            isOne ? null : Buffer(draft, left, "", retentionMs),
            Buffer(draft, right, "", retentionMs),
            kind == JoinKind.Inner ? null : Buffer(draft, left, "-waiting", null),
            kind == JoinKind.Outer ? Buffer(draft, right, "-waiting", null) : null);

    private static BufferStoreSpec<TKey, TValue> Buffer<TKey, TValue>(
        GraphDraft draft, StoreSpec<TKey, TValue> rows, string suffix, long? retentionMs) =>
        draft.AddStore("a join of streams", new BufferStoreSpec<TKey, TValue>(
            Names.Sanitise(rows.Name + suffix), rows.KeySerde, rows.ValueSerde, retentionMs));
}
