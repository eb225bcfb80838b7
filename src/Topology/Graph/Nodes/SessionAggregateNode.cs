using System.Globalization;

namespace Kappa.Graph;

/// <summary>
/// Folds the records of each key and session into a total; records with a null key are dropped, those with a null value
/// are not (semantics.md 2.4).
/// </summary>
internal sealed class SessionAggregateNode<TKey, TValue, TTotal>(
    FoldPlace place, SessionWindows windows, Fold<TKey, TValue, TTotal> fold, SessionStoreSpec<TKey, TTotal> table)
    : Node(place.Name, place.Parent), IWindowedNode
{
    public SessionWindows Windows { get; } = windows;

    public EmitStrategy Emit { get; } = place.Emit;

    public Fold<TKey, TValue, TTotal> Fold { get; } = fold;

    /// <summary>Whether others fold into the same store: then the time that it goes by is not the store's.</summary>
    public bool IsOneOfMany { get; } = place.IsOneOfMany;

    public SessionStoreSpec<TKey, TTotal> Table { get; } = table;

    public override string Kind => place.Kind;

    public long ClosesAfterMs => Windows.GraceMs + Windows.GapMs;

    public Delegate EndOf => (Windowed<TKey> key) => key.Window.EndMs;

    public override OperatorTraits Traits => OperatorTraits.OfTotals with
    {
        Timing = IsOneOfMany ? Timing.StreamTime : Timing.None,
    };

    public override IEnumerable<Setting> Settings =>
    [
        new("gap-ms", Windows.GapMs.ToString(CultureInfo.InvariantCulture)),
        new("grace-ms", Windows.GraceMs.ToString(CultureInfo.InvariantCulture)),
        new("emit", Emit == EmitStrategy.OnWindowClose ? "close" : "update"),
    ];

    public override IReadOnlyList<StoreSpec> Stores => [Table];

    public override void Accept(INodeVisitor visitor) => visitor.Windows.Visit(this);
}
