namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key and window into a total; records with a null key are dropped, those with a null value
/// are not (semantics.md 2.2).
/// </summary>
internal sealed class WindowAggregateNode<TKey, TValue, TTotal>(
    string name, NodeOutput parent, string kind, TimeWindows windows, EmitStrategy emit, Func<TTotal> initializer,
    Func<TKey, TValue, TTotal, TTotal> aggregator, WindowStoreSpec<TKey, TTotal> table) : Node(name, parent)
{
    public TimeWindows Windows { get; } = windows;

    public EmitStrategy Emit { get; } = emit;

    public Func<TTotal> Initializer { get; } = initializer;

    public Func<TKey, TValue, TTotal, TTotal> Aggregator { get; } = aggregator;

    public WindowStoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => kind;

    public override OperatorTraits Traits => OperatorTraits.OfTotals;

    public override IEnumerable<Setting> Settings =>
    [
        new("size-ms", Text(Windows.SizeMs)),
        new("advance-ms", Text(Windows.AdvanceMs)),
        new("grace-ms", Text(Windows.GraceMs)),
        new("emit", Emit == EmitStrategy.OnWindowClose ? "close" : "update"),
    ];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Windows.Visit(this);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
