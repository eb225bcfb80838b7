namespace Kappa.Graph;

/// <summary>
/// Gives the rows of a table other keys, to be folded by them: an update takes the old row out of its group, and puts
/// the new one in; in one step where the group is the same (semantics.md 2.14).
/// </summary>
internal sealed class TableGroupNode<TKey, TValue, TNewKey, TNewValue>(
    string name, Node parent, Func<TKey, TValue, (TNewKey Key, TNewValue Value)> selector, ISerde<TNewKey> keySerde)
    : Node(name, parent)
{
    public Func<TKey, TValue, (TNewKey Key, TNewValue Value)> Selector { get; } = selector;

    /// <summary>Tells whether two keys are one: by their bytes.</summary>
    public ISerde<TNewKey> KeySerde { get; } = keySerde;

    public override string Kind => "table-group-by";

    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Gives = Flow.Stream,
        OldValues = Use.Requires,
        Key = KeyEffect.Changes,
    };

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
