using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Tells the stores of a chain the keys of the records that an input is about to hand to it, so that the rows that
/// are not in memory are read together. It warms caches and changes no result.
/// </summary>
/// <remarks>
/// Only as long as rows are missing: keys are deserialised twice for it, which a store whose rows are in memory need
/// not pay. One thread.
/// </remarks>
/// <param name="rows">What looks up a row by the key of each record.</param>
internal sealed class KeyLookAhead<TKey>(IReadOnlyList<IKeyedRows<TKey>> rows)
{
    private const int MostKeys = 2_048;
    private const int JudgedRecords = 1_024;
    private const int LeastMisses = JudgedRecords / 16; // What it costs is about a tenth of what a miss does.

    private int _left; // Records that come before it is due again.
    private int _expected;
    private int _judged; // Records since the misses were looked at.
    private long _misses;
    private bool _pays;

    /// <summary>The look-ahead of what takes an input's records; null where it looks up no row by their keys.</summary>
    public static KeyLookAhead<TKey>? Of<TValue>(Processor<TKey, TValue> first)
    {
        List<IKeyedRows<TKey>> rows = [];
        first.AddKeyedRows(rows);
        return rows.Count > 0 ? new KeyLookAhead<TKey>(rows) : null;
    }

    /// <summary>Counts a record that is about to be processed.</summary>
    /// <returns>Whether the keys of those behind it are to be expected, and then loaded.</returns>
    public bool IsDue()
    {
        if (--_left >= 0)
        {
            return false;
        }

        if (_judged >= JudgedRecords)
        {
            Judge();
        }

        (_expected, _left) = (0, _pays ? 0 : JudgedRecords);
        _judged += _left + 1;
        return _pays;
    }

    /// <summary>A record with this key comes.</summary>
    /// <returns>Whether there is room for another one.</returns>
    public bool Expect(TKey key)
    {
        foreach (IKeyedRows<TKey> each in rows)
        {
            each.Expect(key);
        }

        return ++_expected < MostKeys;
    }

    /// <summary>Reads the rows of the expected keys.</summary>
    public void Load()
    {
        foreach (IKeyedRows<TKey> each in rows)
        {
            each.LoadExpected();
        }

        _left = _expected;
        _judged += _expected;
    }

    private void Judge()
    {
        long misses = 0;
        foreach (IKeyedRows<TKey> each in rows)
        {
            misses += each.Misses;
        }

        _pays = (misses - _misses) * JudgedRecords >= (long)LeastMisses * _judged;
        (_misses, _judged) = (misses, 0);
    }
}
