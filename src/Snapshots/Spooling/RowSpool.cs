namespace Kappa.Snapshots;

/// <summary>Sorts any number of rows in bounded memory: sorted runs go to files, which are merged when read.</summary>
/// <remarks>
/// One thread calls. While rows come into one buffer, those of the other are sorted and written beside it. The files
/// are scratch: nothing in them outlives the spool, so nothing is synced. A RocksDB would sort them too, and rewrite
/// them several times for it.
/// </remarks>
internal sealed class RowSpool : IDisposable
{
    private readonly string _directory;
    private readonly int _bufferBytes;
    private readonly List<string> _runs = [];
    private SpoolBuffer _filling = new();
    private SpoolBuffer _written = new(); // Belongs to the task below until it has ended.
    private Task _writing = Task.CompletedTask;

    /// <param name="directory">Where the files go; what is there from an earlier run is deleted.</param>
    /// <param name="memoryBytes">Bytes of rows in memory, half of them in each buffer.</param>
    public RowSpool(string directory, int memoryBytes)
    {
        (_directory, _bufferBytes) = (directory, memoryBytes / 2);
        Clear();
    }

    /// <summary>Rows that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Files that were written.</summary>
    internal int Runs => _runs.Count;

    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long place) => Add(key, [], value, place);

    /// <summary>Adds a row whose value comes in two parts.</summary>
    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> value, long place)
    {
        if (_filling.Count > 0 && (long)_filling.Bytes + key.Length + head.Length + value.Length > _bufferBytes)
        {
            WriteRun();
        }

        _filling.Add(key, head, value, place, _bufferBytes);
        Count++;
    }

    /// <summary>Drops the last rows, which are in memory still.</summary>
    /// <param name="count">How many; none of them came before the last file was begun.</param>
    public void DropLast(int count)
    {
        _filling.DropLast(count);
        Count -= count;
    }

    /// <summary>No row comes any more: gives the files that have them all, each of them sorted.</summary>
    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public IReadOnlyList<string> End()
    {
        if (_filling.Count > 0)
        {
            WriteRun();
        }

        WaitForRun();
        return _runs;
    }

    /// <summary>Opens a walk over all rows; one at a time, each from the first row.</summary>
    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public ISortedRows Open()
    {
        if (_runs.Count == 0)
        {
            return _filling.Sorted();
        }

        return MergedRuns.Open(End());
    }

    public void Dispose()
    {
        Task.WhenAny(_writing).Wait(); // Whatever its outcome.
        Clear();
    }

    private void Clear()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void WriteRun()
    {
        WaitForRun();
        (_filling, _written) = (_written, _filling);
        string path = Path.Combine(_directory, $"{_runs.Count:D6}.run");
        _runs.Add(path);
        SpoolBuffer rows = _written;
        _writing = Task.Run(() => Write(path, rows));
    }

    /// <summary>Waits for the run before, and throws what it has thrown.</summary>
    private void WaitForRun() => _writing.GetAwaiter().GetResult();

    private static void Write(string path, SpoolBuffer rows)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SpoolRun.Write(path, rows.Sorted());
            rows.Clear();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SnapshotErrors.SpoolFailed(path, error);
        }
    }
}
