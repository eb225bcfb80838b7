using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Compiles what reads topics: the first operators of a chain, which need all others.</summary>
internal sealed class SourceCompiler(ChainBuilder chain, IChainInputs inputs) : ISourceVisitor
{
    public void Visit<TKey, TValue>(StreamSourceNode<TKey, TValue> node) =>
        inputs.Open(node, node.Topic, node.KeySerde, node.ValueSerde, chain.Next<TKey, TValue>(node), node.Times);

    public void Visit<TKey, TValue>(TableSourceNode<TKey, TValue> node) =>
        inputs.Open(
            node, node.Topic, node.KeySerde, node.ValueSerde,
            chain.Kept(node.Table, chain.Next<TKey, Change<TValue>>(node)), node.Times);

    /// <summary>What joins with it reads its store: no update goes on.</summary>
    public void Visit<TKey, TValue>(GlobalTableNode<TKey, TValue> node) =>
        inputs.OpenAll(node, new TableSourceProcessor<TKey, TValue>(
            chain.Store(node.Table), new Nothing<TKey, Change<TValue>>()));

    public void Visit<TKey, TValue>(DebeziumSourceNode<TKey, TValue> node) =>
        inputs.Open(
            node, node.Topic, node.KeySerde, node.ValueSerde,
            new DebeziumSourceProcessor<TKey, TValue>(chain.Next<TKey, TValue>(node)));
}
