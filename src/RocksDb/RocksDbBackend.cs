using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>
/// A task's state in RocksDB: a column family a store, no write-ahead log, flushes that fall between writes.
/// </summary>
/// <remarks>
/// What was not flushed is lost with the process and comes again from the changelog, so nothing here waits for the
/// disk but <see cref="Flush"/>, <see cref="Checkpoint"/> and <see cref="Dispose"/>. RocksDB flushes all stores at
/// once and only when this type asks, which it does between two writes: on disk is always some complete write.
/// Snapshots outlive the backend; the directory closes with the last of them.
/// </remarks>
public sealed class RocksDbBackend : IDiskBackend
{
    private readonly Lock _writer = new(); // Held by a write, a flush, a checkpoint.
    private readonly Lock _gate = new(); // Guards the fields that OpenSnapshot shares with a write.
    private readonly StateMemory _memory;
    private readonly RocksDbHandle _database;
    private readonly RocksDbStore[] _stores;
    private readonly RocksDbBatch _batch;
    private readonly nint _writeOptions;
    private RocksDbView? _view; // Of the last complete write, if anybody asked for it or a write is in the middle.
    private byte[]? _position;
    private long _bufferedBytes;
    private bool _failed;
    private bool _disposed;

    private RocksDbBackend(RocksDbHandle database, int stores, StateMemory memory)
    {
        _memory = memory;
        _database = database;
        _stores = [.. Enumerable.Range(0, stores).Select(store => new RocksDbStore(database, store))];
        _batch = new RocksDbBatch(_stores);
        _position = database.Position(database.ReadOptions);
        _writeOptions = Native.Instance.rocksdb_writeoptions_create();
        Native.Instance.rocksdb_writeoptions_disable_WAL(_writeOptions, 1);
    }

    /// <inheritdoc/>
    public byte[]? Position
    {
        get
        {
            lock (_gate) { return _position; }
        }
    }

    /// <summary>
    /// Opens the state in a directory, which is made where it does not exist; stores that are new are empty.
    /// </summary>
    /// <param name="directory">The task's own directory.</param>
    /// <param name="stores">Names of the stores; their order may differ from run to run.</param>
    /// <param name="memory">The process's memory for state.</param>
    /// <exception cref="KappaException">
    /// KAP3001: RocksDB failed or its files are damaged. KAP3002: the directory has a store that is not in the list.
    /// KAP3003: another process, or a query that did not end, has it open. KAP3005: a newer Kappa wrote it.
    /// </exception>
    public static RocksDbBackend Open(string directory, IReadOnlyList<string> stores, StateMemory memory)
    {
        string path = Path.GetFullPath(directory);
        ClosingDirectories.Wait(path);
        Directory.CreateDirectory(path);
        CheckStores(path, stores, memory);
        RocksDbHandle database = RocksDbHandle.Open(path, stores, memory.Options);
        try
        {
            return new RocksDbBackend(database, stores.Count, memory);
        }
        catch
        {
            database.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public IBackendStore Store(int store) => _stores[store];

    /// <inheritdoc/>
    public StateBatch BeginBatch()
    {
        _batch.Clear();
        return _batch;
    }

    /// <inheritdoc/>
    public void Write(StateBatch batch, ReadOnlySpan<byte> position)
    {
        RocksDbBatch entries = (RocksDbBatch)batch;
        entries.Complete(position);
        byte[] newPosition = position.ToArray();
        lock (_writer)
        {
            CheckUsable();
            Apply(entries);
            lock (_gate)
            {
                _position = newPosition;
                DropView();
            }

            _bufferedBytes += entries.BufferBytes;
            entries.Clear();
            if (_memory.ShouldFlush(_bufferedBytes)) { FlushBuffers(wait: false); }
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (_writer)
        {
            CheckUsable();
            FlushBuffers(wait: true);
        }
    }

    /// <inheritdoc/>
    public void Checkpoint(string directory)
    {
        lock (_writer)
        {
            CheckUsable();
            FlushBuffers(wait: true);
            _database.Checkpoint(Path.GetFullPath(directory));
        }
    }

    /// <inheritdoc/>
    public void Compact()
    {
        Flush();
        for (int store = 0; store < _stores.Length; store++) { _database.Compact(store); }
    }

    /// <inheritdoc/>
    public IStateSnapshot OpenSnapshot()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _view ??= new RocksDbView(_database);
            _view.Share();
            return new RocksDbSnapshot(_view);
        }
    }

    /// <summary>
    /// Flushes, unless a write has failed, and closes the directory, or leaves that to the last snapshot.
    /// </summary>
    public void Dispose()
    {
        lock (_writer)
        {
            if (_disposed) { return; }
            try
            {
                if (!_failed) { FlushBuffers(wait: true); }
            }
            finally
            {
                Close();
            }
        }
    }

    private static void CheckStores(string directory, IReadOnlyList<string> stores, StateMemory memory)
    {
        if (!File.Exists(Path.Combine(directory, "CURRENT"))) { return; }
        nint names = Native.Instance.rocksdb_list_column_families(
            memory.Options, directory, out nuint count, out nint error);
        RocksDbError.Throw(error, directory, "open");
        foreach (string family in RocksDbNames.Take(names, count))
        {
            string store = RowFormat.StoreName(family);
            if (family != "default" && !stores.Contains(store))
            {
                throw RocksDbErrors.UnknownStore(directory, store, stores);
            }
        }
    }

    private void Apply(RocksDbBatch entries)
    {
        foreach (RocksDbStore store in _stores) { store.BeforeWrite(); }
        if (entries.Chunks.Count > 1) { KeepView(); }
        _failed = true; // Until all chunks are in.
        foreach (RocksDbChunk chunk in entries.Chunks) { _database.Write(chunk.Finish(), _writeOptions); }
        _failed = false;
    }

    // Queries that come while chunks go in read what was complete before.
    private void KeepView()
    {
        lock (_gate) { _view ??= new RocksDbView(_database); }
    }

    private void DropView()
    {
        _view?.Release();
        _view = null;
    }

    private void FlushBuffers(bool wait)
    {
        _database.Flush(wait);
        _bufferedBytes = 0;
    }

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed) { throw RocksDbErrors.AfterFailedWrite(_database.Directory); }
    }

    private void Close()
    {
        lock (_gate)
        {
            _disposed = true;
            DropView();
        }

        _batch.Clear();
        Native.Instance.rocksdb_writeoptions_destroy(_writeOptions);
        ClosingDirectories.Add(_database.Directory);
        _database.Release();
    }
}
