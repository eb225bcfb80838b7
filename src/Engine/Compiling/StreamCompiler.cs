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
