namespace Kappa.Snapshots;

/// <summary>Sorts any number of rows in bounded memory: sorted runs go to files, which are merged when read.</summary>
/// <remarks>
/// One thread. The files are scratch: nothing in them outlives the spool, so nothing is synced. A RocksDB would sort
/// them too, and rewrite them several times for it.
/// </remarks>
internal sealed class RowSpool : IDisposable
{
    private const int FirstBytes = 1 << 16;

    private readonly string _directory;
    private readonly int _memoryBytes;
    private readonly List<string> _runs = [];
    private readonly List<SpoolRow> _rows = [];
    private byte[] _bytes = new byte[FirstBytes];
    private int _used;
    private bool _ascends = true; // Each key is at least the one before: many dumps are in order.
    private int _common; // Bytes that all keys in memory begin with.

    /// <param name="directory">Where the files go; what is there from an earlier run is deleted.</param>
    /// <param name="memoryBytes">Bytes of rows in memory.</param>
    public RowSpool(string directory, int memoryBytes)
    {
        (_directory, _memoryBytes) = (directory, memoryBytes);
        Clear();
    }

    /// <summary>Rows that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Files that were written.</summary>
    internal int Runs => _runs.Count;

    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long place)
    {
        int length = checked(key.Length + value.Length);
        if (_used > 0 && (long)_used + length > _memoryBytes)
        {
            WriteRun();
        }

        if (_bytes.Length - _used < length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(
                Array.MaxLength, Math.Max((long)_used + length, Math.Min(2L * _bytes.Length, _memoryBytes))));
        }

        NoteOrder(key);
        key.CopyTo(_bytes.AsSpan(_used));
        value.CopyTo(_bytes.AsSpan(_used + key.Length));
        _rows.Add(new SpoolRow(place, _used, key.Length, value.Length));
        _used += length;
        Count++;
    }

    /// <summary>Opens a walk over all rows; one at a time, each from the first row.</summary>
    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public ISortedRows Open()
    {
        if (_runs.Count > 0 && _rows.Count > 0)
        {
            WriteRun();
        }

        return _runs.Count == 0 ? Sorted() : new MergedRows(_runs);
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void NoteOrder(ReadOnlySpan<byte> key)
    {
        if (_rows.Count == 0)
        {
            (_ascends, _common) = (true, key.Length);
            return;
        }

        ReadOnlySpan<byte> last = _rows[^1].Key(_bytes);
        _ascends = _ascends && last.SequenceCompareTo(key) <= 0;
        if (!key.StartsWith(last[.._common]))
        {
            _common = last[.._common].CommonPrefixLength(key);
        }
    }

    private MemoryRows Sorted() => new(_bytes, _rows, _ascends ? null : SpoolSort.Order(_bytes, _rows, _common));

    private void WriteRun()
    {
        string path = Path.Combine(_directory, $"{_runs.Count:D6}.run");
        try
        {
            Directory.CreateDirectory(_directory);
            SpoolRun.Write(path, Sorted());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SnapshotErrors.SpoolFailed(path, error);
        }

        _runs.Add(path);
        _rows.Clear();
        _used = 0;
    }
}
