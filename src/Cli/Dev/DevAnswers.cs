namespace Kappa.Cli;

/// <summary>What a topology has come to over the sample data: the rows of its stores, and what it wrote.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Version">The version that ran.</param>
/// <param name="Records">Records of its sources.</param>
/// <param name="Stores">For each store its rows: value as JSON by key.</param>
internal sealed record DevAnswers(
    string Topology, int Version, long Records, IReadOnlyDictionary<string, SortedDictionary<string, string>> Stores)
{
    /// <summary>What became of each row of a store since another run; rows that are the same are left out.</summary>
    /// <param name="before">The other run.</param>
    /// <param name="store">The store; one that was not there before has only new rows.</param>
    /// <returns>Key, value before, value now; null for none.</returns>
    public IEnumerable<(string Key, string? Before, string? Now)> ChangesSince(DevAnswers before, string store)
    {
        SortedDictionary<string, string> old = before.RowsOf(store);
        SortedDictionary<string, string> rows = RowsOf(store);
        return old.Keys.Union(rows.Keys).Order(StringComparer.Ordinal)
            .Select(key => (key, old.GetValueOrDefault(key), rows.GetValueOrDefault(key)))
            .Where(row => row.Item2 != row.Item3);
    }

    private SortedDictionary<string, string> RowsOf(string store) => Stores.GetValueOrDefault(store) ?? [];
}
