using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Merges the rows of several tasks in key order; a key that several have comes in the order of tasks.
/// </summary>
internal sealed class MergedRows : IDisposable
{
    private readonly List<IRowCursor> _cursors = [];
    private int _current = -1;

    public MergedRows(IEnumerable<SharedSnapshot> snapshots, int store, ReadOnlySpan<byte> from)
    {
        try
        {
            foreach (SharedSnapshot snapshot in snapshots)
            {
                _cursors.Add(snapshot.Snapshot.Scan(store, from));
                Advance(_cursors.Count - 1);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The current row, after <see cref="MoveNext"/> said that there is one.</summary>
    public IRowCursor Current => _cursors[_current];

    public bool MoveNext()
    {
        if (_current >= 0)
        {
            Advance(_current);
        }

        _current = _cursors.Count - 1;
        for (int i = _current - 1; i >= 0; i--)
        {
            if (_cursors[i].Key.SequenceCompareTo(Current.Key) <= 0)
            {
                _current = i;
            }
        }

        return _current >= 0;
    }

    public void Dispose() => _cursors.ForEach(cursor => cursor.Dispose());

    private void Advance(int index)
    {
        if (!_cursors[index].MoveNext())
        {
            _cursors[index].Dispose();
            _cursors.RemoveAt(index);
        }
    }
}
