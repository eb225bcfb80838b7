using System.Globalization;
using Kappa.Building;

namespace Kappa.Graph;

/// <summary>
/// Joins the records of two streams that have one key and lie near each other in time (semantics.md 2.9).
/// </summary>
/// <remarks>The parents are the two streams, left then right; they may be one.</remarks>
internal sealed class StreamStreamJoinNode<TKey, TLeft, TRight, TResult>(
    string name, NodeOutput left, NodeOutput right, JoinKind join, JoinWindows windows,
    Func<TKey, TLeft?, TRight?, TResult> joiner, StreamJoinStores<TKey, TLeft, TRight> buffers)
    : Node(name, left, right)
{
    public JoinKind Join { get; } = join;

    public JoinWindows Windows { get; } = windows;

    public Func<TKey, TLeft?, TRight?, TResult> Joiner { get; } = joiner;

    public StreamJoinStores<TKey, TLeft, TRight> Buffers { get; } = buffers;

    public override string Kind => "stream-stream-join";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Reads = Reads.EveryRecord,
        Timing = Join == JoinKind.Inner ? Timing.None : Timing.StreamTime,
    };

    public override IReadOnlyList<StoreSpec> Stores => Buffers.All;

    public override IEnumerable<Setting> Settings =>
    [
        new("join", Join.ToString().ToLowerInvariant()),
        new("before-ms", Text(Windows.BeforeMs)),
        new("after-ms", Text(Windows.AfterMs)),
        new("grace-ms", Text(Windows.GraceMs)),
    ];

    public override string? DeletionRisk =>
        "drops the deletion of a row, since it has no value to join. Join the two tables instead, before ToStream(): " +
        "KTable.Join, LeftJoin or OuterJoin.";

    public override string? Warning => Windows.RetentionMs == 0 ? JoinErrors.NothingJoins(Name) : null;

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
