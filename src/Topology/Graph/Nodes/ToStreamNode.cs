namespace Kappa.Graph;

/// <summary>The updates of a table as a stream: the new value, or null for a row that left.</summary>
internal sealed class ToStreamNode<TKey, TValue>(string name, Node parent, bool dropsLate = false) : Node(name, parent)
{
    /// <summary>Whether an update that is older than the row, of a table with versions, does not go on.</summary>
    public bool DropsLate { get; } = dropsLate;

    public override string Kind => "to-stream";

    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Gives = Flow.Stream,
        Values = Use.Passes,
        OldValues = Use.Ignores,
    };

    public override IEnumerable<Setting> Settings => [];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);
}
