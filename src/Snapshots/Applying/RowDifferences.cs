namespace Kappa.Snapshots;

/// <summary>Counts what differs between a dump and the table, and writes it down. One thread.</summary>
/// <param name="topic">The topic, for messages.</param>
/// <param name="index">The table; its rows that are in the dump as they are were met already.</param>
/// <param name="changes">Receives what differs.</param>
/// <param name="options">Fields that do not count, and which row of a key does.</param>
/// <param name="source">Names rows in messages.</param>
internal sealed class RowDifferences(
    string topic, RowIndex index, RowChanges changes, SnapshotOptions options, ISnapshotSource source)
{
    private readonly RowHash _hash = new();
    private readonly ChangedFields _fields = new(options.Ignore);
    private UInt128 _digest = index.Digest;
    private long _inserts;
    private long _updates;
    private long _deletes;
    private long _left;
    private string? _firstDeleted;

    /// <summary>A row of the dump has a key that the table does not have.</summary>
    public void Insert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _inserts++;
        _digest += _hash.Of(key, value);
        changes.Insert(key, value);
    }

    /// <summary>The table has a row that the dump does not have.</summary>
    public void Delete(ReadOnlySpan<byte> key, UInt128 row)
    {
        _firstDeleted ??= KeyText.Of(key);
        _deletes++;
        _digest -= row;
        changes.Delete(key);
    }

    /// <summary>Both have a row of this key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="old">What the table has.</param>
    /// <param name="row">Its hash, as the index has it.</param>
    /// <param name="value">What the dump has.</param>
    public void Compare(ReadOnlySpan<byte> key, ReadOnlySpan<byte> old, UInt128 row, ReadOnlySpan<byte> value)
    {
        Check(key, old, row);
        if (!old.SequenceEqual(value) && _fields.Count(old, value))
        {
            _updates++;
            _digest += _hash.Of(key, value) - row;
            changes.Update(key, value);
        }
    }

    /// <summary>Whether a row counts beside one of its key that came as the table has it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="place">Where the row is.</param>
    /// <param name="same">Where the other one is; -1 for none.</param>
    /// <exception cref="KappaException">KAP8005: only one may come.</exception>
    public bool Counts(ReadOnlySpan<byte> key, long place, long same)
    {
        if (same < 0)
        {
            return true;
        }

        _left++;
        return options.Duplicates switch
        {
            DuplicatePolicy.First => place < same,
            DuplicatePolicy.Last => place > same,
            _ => throw SnapshotErrors.KeyTwice(
                KeyText.Of(key), source, Math.Min(place, same), Math.Max(place, same)),
        };
    }

    /// <summary>What was found.</summary>
    /// <param name="left">Rows that were left out before.</param>
    public Comparison Result(long left) => new(
        index.Count, index.Count + _inserts - _deletes, RowHash.TextOf(_digest), _inserts, _updates, _deletes,
        _firstDeleted, left + _left, _fields.Counts);

    /// <summary>An image that lost or changed a row is built from the topic again.</summary>
    /// <exception cref="KappaException">KAP7161: it did.</exception>
    public void Check(ReadOnlySpan<byte> key, ReadOnlySpan<byte> old, UInt128 row)
    {
        if (_hash.Of(key, old) != row)
        {
            throw SnapshotErrors.ImageWrong(topic);
        }
    }
}
