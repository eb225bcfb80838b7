namespace Kappa.Graph;

/// <summary>
/// The left table of a foreign-key join: tells the tasks that own its rows' foreign keys who wants to know of them
/// (semantics.md 2.12).
/// </summary>
internal sealed class ForeignKeySubscribeNode<TKey, TValue, TForeign>(
    string name, Node table, Func<TKey, TValue, TForeign?> extractor, JoinKind join, ISerde<TKey> keySerde,
    ISerde<TForeign> foreignSerde) : Node(name, table)
{
    public Func<TKey, TValue, TForeign?> Extractor { get; } = extractor;

    public JoinKind Join { get; } = join;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TForeign> ForeignSerde { get; } = foreignSerde;

    public override string Kind => "foreign-key-subscribe";

    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Gives = Flow.Stream,
        OldValues = Use.Requires,
        Key = KeyEffect.Changes,
    };

    public override IEnumerable<Setting> Settings => [new("join", Join.ToString().ToLowerInvariant())];

    public override void Accept(INodeVisitor visitor) => visitor.Joins.Visit(this);
}
