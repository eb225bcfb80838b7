namespace Kappa.Graph;

/// <summary>Hands the records of a stream to an operator of the user's own.</summary>
internal sealed class ProcessNode<TKey, TValue, TKeyOut, TValueOut>(
    string name, NodeOutput parent, Func<IProcessor<TKey, TValue, TKeyOut, TValueOut>> supplier,
    IReadOnlyList<StoreSpec> stores, bool keepsKey)
    : Node(name, parent)
{
    /// <summary>Makes the operator of a task.</summary>
    public Func<IProcessor<TKey, TValue, TKeyOut, TValueOut>> Supplier { get; } = supplier;

    public override string Kind => keepsKey ? "process-values" : "process";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Reads = Reads.EveryRecord,
        Key = keepsKey ? KeyEffect.Keeps : KeyEffect.Changes,
        Timing = Timing.Clock,
    };

    public override IEnumerable<Setting> Settings => [];

    public override IReadOnlyList<StoreSpec> Stores => stores;

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
