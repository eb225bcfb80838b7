using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what makes records of a stream out of records of a stream.</summary>
internal sealed class StreamCompiler(ChainBuilder chain) : IStreamVisitor
{
    public void Visit<TKey, TValue>(FilterNode<TKey, TValue> node) =>
        chain.Add(node, new FilterProcessor<TKey, TValue>(node.Predicate, chain.Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue, TResult>(MapValuesNode<TKey, TValue, TResult> node) =>
        chain.Add(node, new MapValuesProcessor<TKey, TValue, TResult>(
            node.Mapper, chain.Next<TKey, TResult>(node)));

    public void Visit<TKey, TValue, TNewKey>(SelectKeyNode<TKey, TValue, TNewKey> node) =>
        chain.Add(node, new SelectKeyProcessor<TKey, TValue, TNewKey>(
            node.Selector, chain.Next<TNewKey, TValue>(node)));

    public void Visit<TKey, TValue, TNewKey, TNewValue>(MapNode<TKey, TValue, TNewKey, TNewValue> node) =>
        chain.Add(node, new MapProcessor<TKey, TValue, TNewKey, TNewValue>(
            node.Mapper, chain.Next<TNewKey, TNewValue>(node)));

    public void Visit<TKey, TValue, TNewKey, TNewValue>(FlatMapNode<TKey, TValue, TNewKey, TNewValue> node) =>
        chain.Add(node, new FlatMapProcessor<TKey, TValue, TNewKey, TNewValue>(
            node.Mapper, chain.Next<TNewKey, TNewValue>(node)));

    public void Visit<TKey, TValue, TResult>(FlatMapValuesNode<TKey, TValue, TResult> node) =>
        chain.Add(node, new FlatMapValuesProcessor<TKey, TValue, TResult>(
            node.Mapper, chain.Next<TKey, TResult>(node)));

    public void Visit<TKey, TValue>(PeekNode<TKey, TValue> node) =>
        chain.Add(node, new PeekProcessor<TKey, TValue>(node.Action, chain.Next<TKey, TValue>(node)));

    /// <summary>No call of its own: both inputs lead to what comes after it.</summary>
    public void Visit<TKey, TValue>(MergeNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> next = chain.Next<TKey, TValue>(node);
        chain.Add(node, next);
        chain.Add(node, next, input: 1);
    }

    public void Visit<TKey, TValue>(TimestampNode<TKey, TValue> node) =>
        chain.Add(node, new TimestampProcessor<TKey, TValue>(
            node.Name, node.Extractor, chain.Next<TKey, TValue>(node)));

    public void Visit<TKey, TValue>(ForeachNode<TKey, TValue> node)
    {
        if (!chain.Context.IsReplaying)
        {
            chain.Add(node, new ForeachProcessor<TKey, TValue>(node.Action));
        }
    }

    public void Visit<TKey, TValue>(RouteNode<TKey, TValue> node) =>
        chain.Add(node, new RouteProcessor<TKey, TValue>(
            node.Name, node.Extractor,
            node.Topics.ToDictionary(topic => topic, topic => chain.Next<TKey, TValue>(node, topic)), chain.Context));

    public void Visit<TKey, TValue>(SplitNode<TKey, TValue> node)
    {
        Processor<TKey, TValue> rest = node.Rest is null
            ? new Nothing<TKey, TValue>() : chain.Next<TKey, TValue>(node, node.Rest);
        chain.Add(node, new SplitProcessor<TKey, TValue>(
            [.. node.Branches.Select(branch => branch.Predicate)],
            [.. node.Branches.Select(branch => chain.Next<TKey, TValue>(node, branch.Name)), rest]));
    }

    public void Visit<TKey, TValue, TKeyOut, TValueOut>(ProcessNode<TKey, TValue, TKeyOut, TValueOut> node)
    {
        OwnContext<TKeyOut, TValueOut> context = null!;
        context = new OwnContext<TKeyOut, TValueOut>(
            node, chain.Context, new OwnStores(chain, () => context).Open(node.Stores),
            chain.NextByName<TKeyOut, TValueOut>(node));
        var processor = new OwnProcessor<TKey, TValue, TKeyOut, TValueOut>(node.Supplier(), context);
        chain.Add(node, processor);
        chain.AddTimed(processor);
        chain.Closing.Add(processor);
    }
}
