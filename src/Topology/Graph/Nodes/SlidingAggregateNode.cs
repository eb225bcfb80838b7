using System.Globalization;

namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key and sliding window into a total; records with a null key or value are dropped
/// (semantics.md 2.3).
/// </summary>
internal sealed class SlidingAggregateNode<TKey, TValue, TTotal>(
    FoldPlace place, SlidingWindows windows, Fold<TKey, TValue, TTotal> fold, WindowStoreSpec<TKey, TTotal> table)
    : Node(place.Name, place.Parent), IWindowedNode
{
    public SlidingWindows Windows { get; } = windows;

    public EmitStrategy Emit { get; } = place.Emit;

    public Fold<TKey, TValue, TTotal> Fold { get; } = fold;

    public WindowStoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => place.Kind;

    public long ClosesAfterMs => Windows.GraceMs;

    public Delegate EndOf => (Windowed<TKey> key) => key.Window.EndMs;

    /// <summary>Lateness goes by its own time: that of the store is the latest start of a window.</summary>
    public override bool RowsLeave => default(TTotal) is null;

    public override OperatorTraits Traits => OperatorTraits.OfTotals with { Timing = Timing.StreamTime };

    public override IEnumerable<Setting> Settings =>
    [
        new("difference-ms", Windows.DifferenceMs.ToString(CultureInfo.InvariantCulture)),
        new("grace-ms", Windows.GraceMs.ToString(CultureInfo.InvariantCulture)),
        new("emit", Emit == EmitStrategy.OnWindowClose ? "close" : "update"),
    ];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Windows.Visit(this);
}
