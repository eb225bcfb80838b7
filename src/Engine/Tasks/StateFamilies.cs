using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>
/// What the state of a task has on disk: the rows of its stores, in their order, then what is derived from rows and has
/// no changelog.
/// </summary>
/// <remarks>The name of what has keys with something behind them says how those are coded.</remarks>
internal sealed class StateFamilies : IStoreVisitor<StateFamilies.Names>
{
    private const string WindowRows = ":windows-1"; // No store's name has a colon.
    private const string WindowStarts = ":starts-1";

    private readonly List<string> _all;
    private readonly int[] _derived;

    /// <param name="stores">The stores of the task, in their order.</param>
    public StateFamilies(IReadOnlyList<StoreSpec> stores)
    {
        Stores = stores;
        Names[] names = [.. stores.Select(store => store.Accept(this))];
        _all = [.. names.Select(name => name.Rows)];
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

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) => new(store.Name, null);

    Names IStoreVisitor<Names>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) =>
        new($"{store.Name}{WindowRows}", $"{store.Name}{WindowStarts}");

    /// <summary>What one store has on disk.</summary>
    internal readonly record struct Names(string Rows, string? Derived);
}
