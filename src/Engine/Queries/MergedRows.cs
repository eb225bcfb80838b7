using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Merges the rows of several tasks in key order.</summary>
internal sealed class MergedRows : IDisposable
{
    private readonly List<IRowCursor> _cursors = [];

    public MergedRows(IEnumerable<SharedSnapshot> snapshots, int store, ReadOnlySpan<byte> from)
    {
        foreach (SharedSnapshot snapshot in snapshots)
        {
            IRowCursor cursor = snapshot.Snapshot.Scan(store, from);
            Keep(cursor);
        }
    }

    /// <summary>The current row, after <see cref="MoveNext"/> said that there is one.</summary>
    public IRowCursor Current { get; private set; } = null!;

    private bool Started => Current is not null;

    public bool MoveNext()
    {
        if (Started)
        {
            _cursors.Remove(Current);
            Keep(Current);
        }

        if (_cursors.Count == 0)
        {
            return false;
        }

        Current = _cursors[0];
        foreach (IRowCursor cursor in _cursors)
        {
            if (cursor.Key.SequenceCompareTo(Current.Key) < 0)
            {
                Current = cursor;
            }
        }

        return true;
    }

    public void Dispose() => _cursors.ForEach(cursor => cursor.Dispose());

    private void Keep(IRowCursor cursor)
    {
        if (cursor.MoveNext())
        {
            _cursors.Add(cursor);
        }
        else
        {
            cursor.Dispose();
        }
    }
}
