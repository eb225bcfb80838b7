using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// What the state of a task has on disk: the rows of its stores, in their order, then what is derived from rows and has
/// no changelog.
/// </summary>
/// <remarks>The name of what has keys with something behind them says how those are coded.</remarks>
internal sealed class StateFamilies : IStoreVisitor<StateFamilies.Names>
{
    private const string WindowRows = ":windows-1"; // No store's name has a colon.
    private const string SubscriberRows = ":subscribers-1";
    private const string WindowStarts = ":starts-1";
    private const string BufferRows = ":buffer-1";
    private const string BufferTimes = ":times-1";
    private const string VersionRows = ":versions-1";
    private const string VersionEnds = ":ends-1";
    private const string SessionRows = ":sessions-1";
    private const string SessionEnds = ":ends-1";
    private const string HeldRows = ":held-1";
    private const string HeldTimes = ":times-1";

    private readonly List<string> _all;
    private readonly int[] _derived;
    private readonly RowTime?[] _times;

    /// <param name="stores">The stores of the task, in their order.</param>
    public StateFamilies(IReadOnlyList<StoreSpec> stores)
    {
        Stores = stores;
        Names[] names = [.. stores.Select(store => store.Accept(this))];
        _all = [.. names.Select(name => name.Rows)];
        _times = [.. names.Select(name => name.Time)];
        _derived = new int[names.Length];
        for (int store = 0; store < names.Length; store++)
        {
            _derived[store] = names[store].Derived is null ? -1 : _all.Count;
            if (names[store].Derived is { } derived)
            {
                _all.Add(derived);
            }
        }
    }

    /// <summary>The stores; a store's place is that of its rows in <see cref="All"/>.</summary>
    public IReadOnlyList<StoreSpec> Stores { get; }

    /// <summary>Names of all that lies on disk.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Index in <see cref="All"/> of what is derived from a store's rows; -1 for nothing.</summary>
    /// <param name="store">Index of the store.</param>
    public int DerivedFrom(int store) => _derived[store];

    /// <summary>Finds in the key of a store's row the time that is derived; null for nothing.</summary>
    /// <param name="store">Index of the store.</param>
    public RowTime? TimeOf(int store) => _times[store];

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) => new(store.Name, null, null);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{WindowRows}", $"{store.Name}{WindowStarts}", WindowExpiry.TryTime);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{BufferRows}", $"{store.Name}{BufferTimes}", StateStores.BufferRows.TryTime);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{VersionRows}", $"{store.Name}{VersionEnds}", StateStores.VersionRows.TryTime);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{SessionRows}", $"{store.Name}{SessionEnds}", StateStores.SessionRows.TryTime);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{HeldRows}", $"{store.Name}{HeldTimes}", WindowExpiry.TryTime);

    Names IStoreVisitor<Names>.Visit<TForeign, TKey, TValue>(SubscriberStoreSpec<TForeign, TKey, TValue> store) =>
        new($"{store.Name}{SubscriberRows}", null, null);

    /// <summary>What one store has on disk, and where the keys of its rows say what is derived from them.</summary>
    internal readonly record struct Names(string Rows, string? Derived, RowTime? Time);
}
