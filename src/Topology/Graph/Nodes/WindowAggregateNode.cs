namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key and window into a total; records with a null key are dropped, those with a null value
/// are not (semantics.md 2.2).
/// </summary>
internal sealed class WindowAggregateNode<TKey, TValue, TTotal>(
    FoldPlace place, TimeWindows windows, Fold<TKey, TValue, TTotal> fold, WindowStoreSpec<TKey, TTotal> table)
    : Node(place.Name, place.Parent), IWindowedNode
{
    public TimeWindows Windows { get; } = windows;

    public EmitStrategy Emit { get; } = place.Emit;

    public Fold<TKey, TValue, TTotal> Fold { get; } = fold;

    /// <summary>Whether others fold into the same store: then the time that it goes by is not the store's.</summary>
    public bool IsOneOfMany { get; } = place.IsOneOfMany;

    public WindowStoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => place.Kind;

    public long ClosesAfterMs => Windows.GraceMs;

    public bool NeverCloses => Windows.NeverCloses;

    public Delegate EndOf => (Windowed<TKey> key) => key.Window.EndMs;

    public override bool RowsLeave => default(TTotal) is null;

    public override OperatorTraits Traits => OperatorTraits.OfTotals with
    {
        Timing = IsOneOfMany ? Timing.StreamTime : Timing.None,
    };

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
