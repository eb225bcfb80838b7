using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A table whose rows are grouped by another key, ready to be counted or folded.</summary>
/// <typeparam name="TKey">Type of the groups' keys.</typeparam>
/// <typeparam name="TValue">Type of what each row brings into its group.</typeparam>
/// <remarks>
/// When a row changes, what it brought is subtracted from the group where it was, and what it brings now is added to
/// the group where it is. Both find the total as it is then: the subtractor must undo what the adder did, whatever was
/// added in between. Functions must be pure, and return a new total instead of changing the one they are given: a
/// worker that finds it changed stops (KAP5120).
/// </remarks>
public sealed class KGroupedTable<TKey, TValue>
{
    private readonly GraphDraft _draft;
    private readonly Node _grouped;
    private readonly string _root;
    private readonly string? _name;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private Node? _named; // The exchange that Grouped.As named: all that hangs on this group shares it.

    internal KGroupedTable(
        GraphDraft draft, Node grouped, string root, Grouped? grouping, ISerde<TKey> keySerde,
        ISerde<TValue> valueSerde)
    {
        _draft = draft;
        _grouped = grouped;
        _keySerde = keySerde;
        _valueSerde = valueSerde;
        _name = grouping?.Name;
        _root = _name is null ? root : $"{root}-{_name}";
    }

    /// <summary>Counts the rows of each group; a group that all rows have left stays, with 0.</summary>
    /// <param name="materialized">
    /// The store that keeps the counts; the default derives its name from the table's.
    /// </param>
    /// <exception cref="KappaException">KAP1006 or KAP1020: a name is taken.</exception>
    public KTable<TKey, long> Count(Materialized? materialized = null) => Fold(
        "count",
        new GroupFold<TKey, TValue, long>(
            () => 0, null, (_, _, count) => count + 1, (_, _, count) => count - 1),
        materialized, null);

    /// <summary>Folds the rows of each group into one of their type; the first one is the first total.</summary>
    /// <param name="adder">(total, row) => the total with the row; null removes it.</param>
    /// <param name="subtractor">(total, row) => the total without the row; null removes it.</param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the table's.
    /// </param>
    /// <exception cref="KappaException">KAP1006 or KAP1020: a name is taken.</exception>
    public KTable<TKey, TValue> Reduce(
        Func<TValue, TValue, TValue> adder, Func<TValue, TValue, TValue> subtractor,
        Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(adder);
        ArgumentNullException.ThrowIfNull(subtractor);
        return Fold(
            "reduce",
            new GroupFold<TKey, TValue, TValue>(
                null, row => row, (_, row, total) => adder(total, row), (_, row, total) => subtractor(total, row)),
            materialized, _valueSerde);
    }

    /// <summary>Folds the rows of each group into a total.</summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="initializer">Makes the total that a group begins with; the same each time.</param>
    /// <param name="adder">(key, row, total) => the total with the row; null removes it.</param>
    /// <param name="subtractor">(key, row, total) => the total without the row; null removes it.</param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the table's.
    /// </param>
    /// <exception cref="KappaException">KAP1006 or KAP1020: a name is taken.</exception>
    public KTable<TKey, TTotal> Aggregate<TTotal>(
        Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> adder,
        Func<TKey, TValue, TTotal, TTotal> subtractor, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(adder);
        ArgumentNullException.ThrowIfNull(subtractor);
        return Fold(
            "aggregate", new GroupFold<TKey, TValue, TTotal>(initializer, null, adder, subtractor), materialized, null);
    }

    private KTable<TKey, TTotal> Fold<TTotal>(
        string operation, GroupFold<TKey, TValue, TTotal> fold, Materialized? materialized,
        ISerde<TTotal>? totalSerde)
    {
        string name = materialized?.Name ?? Names.Sanitise($"{_root}-{operation}");
        string where = $"Materialized of store '{name}'";
        materialized?.RefuseVersions(name);
        StoreSpec<TKey, TTotal> store = _draft.AddStore(
            name, $"{operation} of '{_grouped.Name}'", materialized?.Serdes.KeyFor<TKey>(where) ?? _keySerde,
            materialized?.Serdes.ValueFor<TTotal>(where) ?? totalSerde ?? _draft.Serdes.For<TTotal>());
        Node placed = _name is null ? Exchange(store.Name) : _named ??= Exchange(_name);
        var node = new TableAggregateNode<TKey, TValue, TTotal>(
            $"{store.Name}.{operation}", $"table-{operation}", placed, fold, store);
        return new KTable<TKey, TTotal>(_draft, _draft.Add(node), store.Name, store.Name)
        {
            Store = store,
            KeySerde = _keySerde,
            ValueSerde = store.ValueSerde,
        };
    }

    private ExchangeNode<TKey, GroupChange<TValue>> Exchange(string name) =>
        _draft.AddExchange(name, _grouped, _keySerde, new GroupChangeSerde<TValue>(_valueSerde));
}
