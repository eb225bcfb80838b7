using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// What a table operator gives: its store, if it has one, and what names further on are derived from.
/// </summary>
internal sealed record TableResult<TKey, TValue>(
    string Root, StoreSpec<TKey, TValue>? Store, string? Chosen, ISerde<TKey>? KeySerde, ISerde<TValue>? ValueSerde)
{
    /// <summary>How far back what it is worked out of, row by row, keeps versions; null for not at all.</summary>
    public long? HistoryMs { get; init; }

    public static TableResult<TKey, TValue> Of(
        GraphDraft draft, string root, Materialized? materialized, ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde)
    {
        if (materialized is null)
        {
            return new TableResult<TKey, TValue>(root, null, null, keySerde, valueSerde);
        }

        string name = materialized.Name ?? Names.Sanitise(root);
        string where = $"Materialized of store '{name}'";
        keySerde = materialized.Serdes.KeyFor<TKey>(where) ?? keySerde ?? draft.Serdes.For<TKey>();
        valueSerde = materialized.Serdes.ValueFor<TValue>(where) ?? valueSerde ?? draft.Serdes.For<TValue>();
        return new TableResult<TKey, TValue>(
            materialized.Name ?? root,
            draft.AddStore($"'{root}'", materialized.Describe(name, keySerde, valueSerde)), materialized.Name,
            keySerde, valueSerde);
    }

    public KTable<TKey, TValue> Table(GraphDraft draft, Node node) =>
        new(draft, draft.Add(node), Chosen ?? node.Name, Root)
        {
            Store = Store,
            PassedHistoryMs = Store is null ? HistoryMs : null,
            KeySerde = KeySerde,
            ValueSerde = ValueSerde,
        };
}
