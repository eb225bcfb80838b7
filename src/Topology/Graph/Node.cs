namespace Kappa.Graph;

/// <summary>One operator of a topology: what it computes, not how it runs.</summary>
/// <remarks>
/// Built by the DSL, then never changed. Children are called in the order they were attached, depth first.
/// </remarks>
internal abstract class Node
{
    private readonly List<Node> _children = [];

    protected Node(string name, params Node[] parents)
    {
        Name = name;
        Parents = parents;
        foreach (Node parent in parents)
        {
            parent._children.Add(this);
        }
    }

    /// <summary>
    /// Name from the user's names plus structure, unique in the topology; never from a position counter.
    /// </summary>
    public string Name { get; }

    public IReadOnlyList<Node> Parents { get; }

    public IReadOnlyList<Node> Children => _children;

    /// <summary>What the operator is, as in the description and the fingerprint: <c>filter</c>, <c>count</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Settings that belong to the fingerprint (store, topic, serdes, join kind), in a fixed order.</summary>
    public virtual IEnumerable<(string Setting, string Value)> Settings => [];

    /// <summary>The store the operator keeps, or null.</summary>
    public virtual StoreSpec? Store => null;

    /// <summary>
    /// How the operator may lose or make up a deletion that comes from a table's ToStream, and what does not; null
    /// where it cannot.
    /// </summary>
    public virtual string? DeletionRisk => null;

    /// <summary>Calls the visitor's method for this node with its types.</summary>
    public abstract void Accept(INodeVisitor visitor);
}
