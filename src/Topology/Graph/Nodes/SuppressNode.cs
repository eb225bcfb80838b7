using System.Globalization;

namespace Kappa.Graph;

/// <summary>
/// Holds the rows of a table back, for a time or until their windows close (semantics.md 2.7).
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="parent">The table.</param>
/// <param name="waitMs">How long behind its time a row goes on.</param>
/// <param name="config">How many rows wait.</param>
/// <param name="endOf">The end of a key's window, which its rows wait for; null where they wait for a time.</param>
/// <param name="buffer">Those that wait.</param>
internal sealed class SuppressNode<TKey, TValue>(
    string name, Node parent, long waitMs, BufferConfig config, Func<TKey, long>? endOf,
    HeldStoreSpec<TKey, TValue> buffer) : DerivedTableNode<TKey, TValue>(name, null, parent)
{
    public long WaitMs { get; } = waitMs;

    public BufferConfig Config { get; } = config;

    public Func<TKey, long>? EndOf { get; } = endOf;

    public HeldStoreSpec<TKey, TValue> Buffer { get; } = buffer;

    public override string Kind => "suppress";

    /// <summary>What is final is a row: windows that merged with others before never went on.</summary>
    public override bool RowsLeave => EndOf is null && Parents[0].RowsLeave;

    /// <summary>How full the buffer is is a row beside it, where there is a bound.</summary>
    public override OperatorTraits Traits => OperatorTraits.OfTable with
    {
        Reads = Reads.EveryRecord,
        Timing = Config.IsBounded ? Timing.StreamTime : Timing.None,
    };

    public override IEnumerable<Setting> Settings =>
    [
        new("until", EndOf is null ? "time-limit" : "window-closes"),
        new("wait-ms", Text(WaitMs)),
        new("max-records", Text(Config.MostRecords)),
        new("max-bytes", Text(Config.MostBytes)),
        new("when-full", Config.EmitsEarly ? "emit" : "stop"),
    ];

    public override IReadOnlyList<StoreSpec> Stores => [Buffer, .. base.Stores];

    public override void Accept(INodeVisitor visitor) => visitor.Tables.Visit(this);

    private static string Text(long number) =>
        number == long.MaxValue ? "none" : number.ToString(CultureInfo.InvariantCulture);
}
