using System.Globalization;

namespace Kappa.Graph;

/// <summary>
/// Lets through the first of those records that have one identity and lie near each other in time; which ones went on
/// is kept.
/// </summary>
internal sealed class DuplicatesNode<TKey, TValue, TIdentity>(
    string name, NodeOutput parent, Identify<TKey, TValue, TIdentity> identify, bool isByKey, long withinMs,
    WindowStoreSpec<TIdentity, long> seen) : Node(name, parent)
{
    public Identify<TKey, TValue, TIdentity> Identify { get; } = identify;

    /// <summary>How far apart duplicates lie at most, in milliseconds.</summary>
    public long WithinMs { get; } = withinMs;

    /// <summary>The records that went on, by what they are told apart by and their time: their offsets.</summary>
    public WindowStoreSpec<TIdentity, long> Seen { get; } = seen;

    public override string Kind => "drop-duplicates";

    public override OperatorTraits Traits => OperatorTraits.OfStream with
    {
        Reads = Reads.EveryRecord,
        Values = isByKey ? Use.Passes : Use.Requires,
    };

    public override IEnumerable<Setting> Settings =>
    [
        new("by", isByKey ? "key" : "id"), new("within-ms", WithinMs.ToString(CultureInfo.InvariantCulture)),
    ];

    public override IReadOnlyList<StoreSpec> Stores => [Seen];

    public override bool RisksUpdates => true;

    public override string DeletionRisk =>
        "drops an update that comes soon after another one, so that the topic may keep an old row, or one that was " +
        "deleted. Suppress the table instead, before ToStream(): KTable.Suppress sends the last update.";

    public override void Accept(INodeVisitor visitor) => visitor.Windows.Visit(this);
}
