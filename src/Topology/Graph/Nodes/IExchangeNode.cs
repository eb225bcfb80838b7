namespace Kappa.Graph;

/// <summary>A node that cuts the graph in two subtopologies.</summary>
internal interface IExchangeNode
{
    /// <summary>How many partitions it spreads records over; null where that follows from the others.</summary>
    int? Partitions { get; }

    /// <summary>The node whose task it has as many partitions as; null where that follows from the others.</summary>
    Node? PartitionsOf { get; }

    /// <summary>Calls the visitor with the node's types, for the far end.</summary>
    void Accept(IEntryVisitor visitor);
}
