using System.Globalization;

namespace Kappa.Graph;

/// <summary>Joins each record of a stream with the table's value of that key; only the stream triggers.</summary>
/// <remarks>
/// The first parent is the stream, the second the table's node (the one whose <see cref="Node.Stores"/> it reads).
/// </remarks>
internal sealed class StreamTableJoinNode<TKey, TValue, TTable, TResult>(
    string name, NodeOutput stream, Node table, StoreSpec<TKey, TTable> tableStore, JoinKind join,
    Func<TKey, TValue, TTable?, TResult> joiner) : Node(name, stream, table)
{
    public StoreSpec<TKey, TTable> TableStore { get; } = tableStore;

    public JoinKind Join { get; } = join;

    public Func<TKey, TValue, TTable?, TResult> Joiner { get; } = joiner;

    /// <summary>How long records wait for late updates of the table, in milliseconds; null for not at all.</summary>
    public long? GraceMs { get; init; }

    /// <summary>The records that wait; null where none do.</summary>
    public BufferStoreSpec<TKey, Held<TValue>>? Waiting { get; init; }

    public override IReadOnlyList<StoreSpec> Stores => Waiting is null ? [] : [Waiting];

    public override string Kind => "stream-table-join";

    public override OperatorTraits Traits => OperatorTraits.OfStream with { Reads = Reads.EveryRecord };

    public override IEnumerable<Setting> Settings =>
    [
        new("join", Join.ToString().ToLowerInvariant()),
        new("with", TableStore.Name),
        .. Grace,
    ];

    private Setting[] Grace => GraceMs is { } grace
        ? [new Setting("grace-ms", grace.ToString(CultureInfo.InvariantCulture))] : [];

    public override string? DeletionRisk =>
        "drops the deletion of a row, since it has no value to join. Join the two tables instead, before ToStream(): " +
        "KTable.Join or KTable.LeftJoin.";

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
