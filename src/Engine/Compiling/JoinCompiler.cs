using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Compiles joins: a processor for each side whose records have results.</summary>
internal sealed class JoinCompiler(ChainBuilder chain, IReadOnlySet<Node> oldValues) : IJoinVisitor
{
    public void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node) =>
        chain.Add(node, node.Waiting is null
            ? Joining(node)
            : new WaitingJoinProcessor<TKey, TValue>(
                chain.Store(node.Waiting), node.GraceMs!.Value, node.Join == JoinKind.Left, chain.Context,
                Joining(node)));

    public void Visit<TKey, TLeft, TRight, TResult>(StreamStreamJoinNode<TKey, TLeft, TRight, TResult> node)
    {
        StreamJoinStores<TKey, TLeft, TRight> stores = node.Buffers;
        Processor<TKey, TResult> next = chain.Next<TKey, TResult>(node);
        BufferStore<TKey, TRight> right = chain.Store(stores.Right);
        BufferStore<TKey, TLeft> left = stores.Left is null
            ? (BufferStore<TKey, TLeft>)(object)right : chain.Store(stores.Left);
        BufferStore<TKey, TLeft>? leftWaiting = stores.LeftWaiting is null ? null : chain.Store(stores.LeftWaiting);
        BufferStore<TKey, TRight>? rightWaiting = stores.RightWaiting is null ? null : chain.Store(stores.RightWaiting);
        UnmatchedRecords? unmatched = leftWaiting is null ? null : new UnmatchedRecords<TKey, TLeft, TRight, TResult>(
            node.Name, leftWaiting, rightWaiting, node.Windows, node.Joiner, next);
        if (unmatched is not null)
        {
            chain.AddTimed(unmatched);
        }

        chain.Add(node, new StreamJoinSide<TKey, TLeft, TRight, TResult>(
            stores.Left is null ? null : left, right, node.Windows.BeforeMs, node.Windows.AfterMs,
            unmatched is null ? null : new(leftWaiting, rightWaiting, unmatched), node.Joiner, next));
        chain.Add(
            node,
            new StreamJoinSide<TKey, TRight, TLeft, TResult>(
                right, left, node.Windows.AfterMs, node.Windows.BeforeMs,
                unmatched is null ? null : new(rightWaiting, leftWaiting, unmatched),
                (key, value, other) => node.Joiner(key, other, value), next),
            input: 1);
    }

    public void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node)
    {
        Processor<TKey, Change<TResult>> next = chain.Rows(node);
        (bool keepsLeft, bool keepsRight) = (node.Join != JoinKind.Inner, node.Join == JoinKind.Outer);
        bool needsOld = oldValues.Contains(node);
        chain.Add(node, new TableJoinSide<TKey, TLeft, TRight, TResult>(
            chain.Lookup(node.RightStore), keepsLeft, keepsRight, needsOld, node.Joiner, next));
        chain.Add(
            node,
            new TableJoinSide<TKey, TRight, TLeft, TResult>(
                chain.Lookup(node.LeftStore), keepsRight, keepsLeft, needsOld,
                (key, right, left) => node.Joiner(key, left, right), next),
            input: 1);
    }

    public void Visit<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        GlobalJoinNode<TKey, TValue, TGlobalKey, TGlobal, TResult> node) =>
        chain.Add(node, new GlobalJoinProcessor<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            chain.Store(node.TableStore), node.Selector, node.Join == JoinKind.Left, node.Joiner,
            chain.Next<TKey, TResult>(node)));

    public void Visit<TKey, TValue, TForeign>(ForeignKeySubscribeNode<TKey, TValue, TForeign> node) =>
        chain.Add(node, new ForeignKeySubscribeProcessor<TKey, TValue, TForeign>(
            node, new SameCause(chain.Context), chain.Next<byte[], Subscription<TKey, TValue, TForeign>>(node)));

    public void Visit<TKey, TValue, TForeign, TOther, TResult>(
        ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult> node)
    {
        var answers = new ForeignAnswers<TKey, TValue, TOther, TResult>(
            node.Joiner, node.Join == JoinKind.Left, chain.Next<TKey, ForeignAnswer<TResult>>(node));
        chain.Add(node, new SubscriptionProcessor<TKey, TValue, TForeign, TOther, TResult>(
            chain.Store(node.Subscribers), chain.Store(node.Rows), new SubscriberIds<TKey>(node.Subscribers.KeySerde),
            answers));
        chain.Add(node, new ForeignRowProcessor<TKey, TValue, TForeign, TOther, TResult>(
            chain.Store(node.Subscribers), chain.Store(node.Rows), answers), input: 1);
    }

    public void Visit<TKey, TResult>(ForeignKeyResultNode<TKey, TResult> node) =>
        chain.Add(node, new ForeignKeyResultProcessor<TKey, TResult>(
            chain.Store(node.Table), new SameCause(chain.Context), chain.Next<TKey, Change<TResult>>(node)));

    private StreamTableJoinProcessor<TKey, TValue, TTable, TResult> Joining<TKey, TValue, TTable, TResult>(
        StreamTableJoinNode<TKey, TValue, TTable, TResult> node) => new(
            chain.Lookup(node.TableStore), node.Join == JoinKind.Left, node.Joiner, chain.Next<TKey, TResult>(node));
}
