namespace Kappa.Graph;

/// <summary>A table that is worked out from others: it has a store if it is named, or if a join needs it.</summary>
internal abstract class DerivedTableNode<TKey, TValue>(
    string name, StoreSpec<TKey, TValue>? result, params NodeOutput[] inputs) : Node(name, inputs)
{
    /// <summary>Whether the user wants its rows kept, whoever reads them.</summary>
    private readonly bool _isKept = result is not null;

    public override bool KnowsOldValues => _isKept || Parents.All(parent => parent.KnowsOldValues);

    /// <summary>The store of the result; null where nobody reads it.</summary>
    public StoreSpec<TKey, TValue>? Result { get; private set; } = result;

    public override IReadOnlyList<StoreSpec> Stores => Result is null ? [] : [Result];

    public override void Link(IReadOnlyList<Node> children, StoreSpec? wished)
    {
        base.Link(children, null);
        Result ??= (StoreSpec<TKey, TValue>?)wished;
    }
}
