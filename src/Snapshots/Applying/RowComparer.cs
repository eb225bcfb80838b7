using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Compares a dump with the image, both in the order of their keys, in one pass.</summary>
internal sealed class RowComparer
{
    private readonly UniqueRows _rows;
    private readonly IRowCursor _image;
    private readonly RowChanges _changes;
    private readonly ChangedFields _fields;
    private readonly TableDigest _oldDigest = new();
    private readonly TableDigest _newDigest = new();
    private long _oldRows;
    private long _newRows;
    private long _inserts;
    private long _updates;
    private long _deletes;
    private string? _firstDeleted;

    /// <param name="rows">The dump.</param>
    /// <param name="image">The table as it was; the cursor stays the caller's.</param>
    /// <param name="changes">Receives what differs.</param>
    /// <param name="ignored">Fields that do not count.</param>
    public RowComparer(UniqueRows rows, IRowCursor image, RowChanges changes, IReadOnlyList<string> ignored) =>
        (_rows, _image, _changes, _fields) = (rows, image, changes, new ChangedFields(ignored));

    public Comparison Run()
    {
        bool hasNew = _rows.MoveNext();
        bool hasOld = _image.MoveNext();
        while (hasNew || hasOld)
        {
            int order = !hasOld ? -1 : !hasNew ? 1 : _rows.Key.SequenceCompareTo(_image.Key);
            switch (order)
            {
                case < 0:
                    Insert();
                    hasNew = _rows.MoveNext();
                    break;
                case > 0:
                    Delete();
                    hasOld = _image.MoveNext();
                    break;
                default:
                    Compare();
                    hasNew = _rows.MoveNext();
                    hasOld = _image.MoveNext();
                    break;
            }
        }

        return new Comparison(
            _oldRows, _oldDigest.ToString(), _newRows, _newDigest.ToString(), _inserts, _updates, _deletes,
            _firstDeleted, _rows.Left, _fields.Counts);
    }

    private void Insert()
    {
        _inserts++;
        _newRows++;
        _newDigest.Add(_rows.Key, _rows.Value);
        _changes.Insert(_rows.Key, _rows.Value);
    }

    private void Delete()
    {
        _firstDeleted ??= KeyText.Of(_image.Key);
        _deletes++;
        _oldRows++;
        _oldDigest.Add(_image.Key, _image.Value);
        _changes.Delete(_image.Key);
    }

    private void Compare()
    {
        _oldRows++;
        _newRows++;
        ReadOnlySpan<byte> old = _image.Value;
        UInt128 hash = _oldDigest.HashOf(_rows.Key, old);
        _oldDigest.Add(hash);
        bool isChanged = !old.SequenceEqual(_rows.Value) && _fields.Count(old, _rows.Value);
        _newDigest.Add(isChanged ? _newDigest.HashOf(_rows.Key, _rows.Value) : hash);
        if (isChanged)
        {
            _updates++;
            _changes.Update(_rows.Key, _rows.Value);
        }
    }
}
