namespace Kappa.Graph;

/// <summary>
/// Sends each record of a stream to the first branch whose predicate it satisfies, else to the default branch, if there
/// is one. Each branch is an output of the node by its name.
/// </summary>
internal sealed class SplitNode<TKey, TValue>(
    string name, NodeOutput parent, IReadOnlyList<SplitBranch<TKey, TValue>> branches, string? rest)
    : Node(name, parent)
{
    public IReadOnlyList<SplitBranch<TKey, TValue>> Branches { get; } = branches;

    /// <summary>Name of the default branch; null where the other records are dropped.</summary>
    public string? Rest { get; } = rest;

    public override string Kind => "split";

    public override OperatorTraits Traits => OperatorTraits.OfStream;

    public override IEnumerable<Setting> Settings
    {
        get
        {
            yield return new Setting("branches", string.Join(',', Branches.Select(branch => branch.Name)));
            if (Rest is not null)
            {
                yield return new Setting("default", Rest);
            }
        }
    }

    public override bool RisksUpdates => true;

    public override string DeletionRisk =>
        "sends an update to one branch, so that the topic of the branch where the row was before keeps the old row " +
        "for ever. Filter the table for each branch instead, before ToStream(): KTable.Filter deletes such a row.";

    public override void Accept(INodeVisitor visitor) => visitor.Streams.Visit(this);
}
