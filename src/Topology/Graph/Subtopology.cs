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

    /// <summary>All stores, in the ordinal order of their names: a task numbers them so.</summary>
    public IReadOnlyList<StoreSpec> Stores => field ??=
    [
        .. Nodes.Concat(Inputs.Where(input => input is ISourceNode)).SelectMany(node => node.Stores)
            .Concat(Times is null ? [] : [Times])
            .DistinctBy(store => store.Name).OrderBy(store => store.Name, StringComparer.Ordinal),
    ];
}
