namespace Kappa.Graph;

/// <summary>A node that cuts the graph in two subtopologies.</summary>
internal interface IExchangeNode
{
    /// <summary>Calls the visitor with the node's types, for the far end.</summary>
    void Accept(IEntryVisitor visitor);
}
