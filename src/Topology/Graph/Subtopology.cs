namespace Kappa.Graph;

/// <summary>Nodes that share a task: what hangs together without crossing an exchange.</summary>
/// <param name="Id">Number, from 0, in order of phase, then of the first input's name.</param>
/// <param name="Phase">
/// Exchanges on the longest way from a source topic; a task has exactly one phase (protocols.md 10).
/// </param>
/// <param name="Inputs">
/// Source nodes and, for exchanges that end here, the exchange nodes, ordered by name (ordinal): the source rank.
/// </param>
/// <param name="Nodes">
/// All nodes in topological order; exchanges that leave are included, those that enter are not.
/// </param>
internal sealed record Subtopology(int Id, int Phase, IReadOnlyList<Node> Inputs, IReadOnlyList<Node> Nodes)
{
    /// <summary>
    /// The store of what time it is for the operators that wait for it, named like none of a user's; null where none
    /// does.
    /// </summary>
    public StoreSpec<string, long>? Times { get; } = Nodes.Any(node => node.Traits.Timing != Timing.None)
        ? new StoreSpec<string, long>($"{Inputs[0].Name}.times", Serdes.String, Serdes.Int64, isInternal: true) : null;

    /// <summary>Global tables that it reads, by name; one that it is itself made for is an input.</summary>
    public IReadOnlyList<Node> Globals { get; } =
    [
        .. Nodes.SelectMany(node => node.Parents).Where(parent => parent is IGlobalNode).Distinct()
            .OrderBy(global => global.Name, StringComparer.Ordinal),
    ];

    /// <summary>What its tasks read, in the order of names: inputs and global tables.</summary>
    public IEnumerable<Node> Reads => Inputs.Concat(Globals).OrderBy(input => input.Name, StringComparer.Ordinal);

    /// <summary>The stores of its copies of global tables, by the names of those tables' stores.</summary>
    private Dictionary<string, StoreSpec> Copies => field ??= Globals.Cast<IGlobalNode>().ToDictionary(
        global => global.Table.Name, global => global.CopyOf(Inputs[0].Name), StringComparer.Ordinal);

    /// <summary>All stores, in the ordinal order of their names: a task numbers them so.</summary>
    public IReadOnlyList<StoreSpec> Stores => field ??=
    [
        .. Nodes.Concat(Inputs.Where(input => input is ISourceNode)).SelectMany(node => node.Stores)
            .Concat(Times is null ? [] : [Times]).Concat(Copies.Values)
            .DistinctBy(store => store.Name).OrderBy(store => store.Name, StringComparer.Ordinal),
    ];

    /// <summary>The store that its tasks have for one: the copy of a global table, else the store itself.</summary>
    public T LocalOf<T>(T store)
        where T : StoreSpec => (T)Copies.GetValueOrDefault(store.Name, store);
}
