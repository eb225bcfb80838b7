namespace Kappa.Graph;

/// <summary>One operator of a topology: what it computes, not how it runs.</summary>
/// <remarks>
/// The DSL describes it and what it reads; the assembly links it to what reads it, once, and it never changes then.
/// Children are called in the order they were attached, depth first.
/// </remarks>
internal abstract class Node
{
    private IReadOnlyList<Node>? _children;

    protected Node(string name, params NodeOutput[] inputs)
    {
        Name = name;
        Inputs = inputs;
        Parents = [.. inputs.Select(input => input.Node)];
    }

    /// <summary>
    /// Name from the user's names plus structure, unique in the topology; never from a position counter.
    /// </summary>
    public string Name { get; }

    /// <summary>What it reads; the place in this list is the number of the input.</summary>
    public IReadOnlyList<NodeOutput> Inputs { get; }

    /// <summary>The operators that it reads, input by input.</summary>
    public IReadOnlyList<Node> Parents { get; }

    /// <summary>The operators that read it, one that does so twice twice; none before it is linked.</summary>
    public IReadOnlyList<Node> Children => _children ?? [];

    /// <summary>
    /// What the operator is called for people, and in the fingerprint: <c>filter</c>, <c>count</c>. Code asks
    /// <see cref="Traits"/>.
    /// </summary>
    public abstract string Kind { get; }

    /// <summary>What the operator is, for code.</summary>
    public abstract OperatorTraits Traits { get; }

    /// <summary>Settings that belong to the fingerprint (topic, serdes, join kind), in a fixed order.</summary>
    public abstract IEnumerable<Setting> Settings { get; }

    /// <summary>The stores that the operator keeps, in a fixed order.</summary>
    public virtual IReadOnlyList<StoreSpec> Stores => [];

    /// <summary>
    /// Whether it tells what a row was without being asked to, as in Kafka Streams: a filter behind it makes no
    /// deletion of a row that was not there (semantics.md 2.13).
    /// </summary>
    public virtual bool KnowsOldValues => Traits is { Takes: Flow.Stream, Gives: Flow.Table };

    /// <summary>
    /// How the operator may lose or make up a deletion that comes from a table's ToStream, and what does not; null
    /// where it cannot.
    /// </summary>
    public virtual string? DeletionRisk => null;

    /// <summary>Whether the risk is there though no row ever leaves the table: also an update gets lost.</summary>
    public virtual bool RisksUpdates => false;

    /// <summary>Of a table, whether rows can leave it.</summary>
    public virtual bool RowsLeave => true;

    /// <summary>What is allowed but seldom meant, with the remedy and a code; null for nothing.</summary>
    public virtual string? Warning => null;

    /// <summary>Calls the method for this node, with its types, of the visitor for its family.</summary>
    public abstract void Accept(INodeVisitor visitor);

    /// <summary>Says what reads the operator. Called once, when everything is described.</summary>
    /// <param name="children">Those that read it, in the order in which they were attached.</param>
    /// <param name="wished">The store that its readers need, where it has none of its own.</param>
    public virtual void Link(IReadOnlyList<Node> children, StoreSpec? wished)
    {
        if (_children is not null)
        {
            throw new InvalidOperationException($"The operator '{Name}' was linked twice. This is a bug in Kappa.");
        }

        _children = children;
    }
}
