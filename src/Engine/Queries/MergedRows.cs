using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Merges the rows of several tasks in key order, or against it; a key that several have comes in the order of tasks.
/// </summary>
internal sealed class MergedRows : IDisposable
{
    private readonly List<IRowCursor> _cursors = [];
    private readonly int _sign;
    private int _current = -1;

    /// <param name="cursors">Opens the rows of each task.</param>
    /// <param name="backward">Whether they come from the last one to the first.</param>
    public MergedRows(IEnumerable<IRowCursor> cursors, bool backward = false)
    {
        _sign = backward ? -1 : 1;
        try
        {
            foreach (IRowCursor cursor in cursors)
            {
                _cursors.Add(cursor);
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
            if (_sign * _cursors[i].Key.SequenceCompareTo(Current.Key) <= 0)
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
