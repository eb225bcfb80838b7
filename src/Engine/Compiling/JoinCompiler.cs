using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles joins: a processor for each side whose records have results.</summary>
internal sealed class JoinCompiler(ChainBuilder chain, IReadOnlySet<Node> oldValues) : IJoinVisitor
{
    public void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node) =>
        chain.Add(node, new StreamTableJoinProcessor<TKey, TValue, TTable, TResult>(
            chain.Store(node.TableStore), node.Join == JoinKind.Left, node.Joiner,
            chain.Next<TKey, TResult>(node)));

    public void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node)
    {
        Processor<TKey, Change<TResult>> next = chain.Rows(node);
        bool isLeft = node.Join == JoinKind.Left;
        bool needsOld = oldValues.Contains(node);
        chain.Add(node, new TableJoinLeftSide<TKey, TLeft, TRight, TResult>(
            chain.Store(node.RightStore), isLeft, needsOld, node.Joiner, next));
        chain.Add(node, new TableJoinRightSide<TKey, TLeft, TRight, TResult>(
            chain.Store(node.LeftStore), isLeft, needsOld, node.Joiner, next), input: 1);
    }
}
