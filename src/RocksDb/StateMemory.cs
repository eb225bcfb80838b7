using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>
/// The memory that all RocksDB state of a process shares: one block cache, charged with the write buffers too.
/// </summary>
/// <remarks>
/// Create one a process and dispose of it last. Thread-safe. Index and filter blocks live in the cache as well, so
/// <see cref="StateOptions.BackendBytes"/> bounds all of it, but for one commit that is larger than the write buffers.
/// </remarks>
public sealed class StateMemory : IStateBackends, IDisposable
{
    // 4-16 MB a task measured best: larger tables miss the processor's caches.
    private const long MostBufferBytes = 16L << 20;
    private const long LeastBufferBytes = 4L << 20;
    private const long TinyBufferBytes = 1L << 20; // Not worth a file, however many tasks there are.

    // RocksDB itself never decides to flush: it might in the middle of a commit of several batches, and what is on
    // disk would be no complete write. RocksDbBackend asks, between commits.
    private static readonly nuint NeverBytes = unchecked((nuint)(64UL << 30));

    private readonly nint _cache;
    private readonly nint _bufferManager;
    private readonly long _bufferBytes;
    private readonly long _allBuffersBytes;
    private bool _disposed;

    /// <summary>Sets the memory aside.</summary>
    /// <param name="options">How much.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Less than <see cref="StateOptions.LeastBackendBytes"/>: give it that much.
    /// </exception>
    public StateMemory(StateOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.BackendBytes, StateOptions.LeastBackendBytes, nameof(options));
        _bufferBytes = Math.Clamp(options.BackendBytes / 16, LeastBufferBytes, MostBufferBytes);
        _allBuffersBytes = options.BackendBytes / 4;
        _cache = Native.Instance.rocksdb_cache_create_lru((nuint)options.BackendBytes);
        _bufferManager = Native.Instance.rocksdb_write_buffer_manager_create_with_cache(NeverBytes, _cache, 0);
        Options = CreateOptions();
    }

    /// <summary>Memory in use by blocks and write buffers, in bytes.</summary>
    public long UsedBytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (long)Native.Instance.rocksdb_cache_get_usage(_cache);
        }
    }

    /// <summary>Native options of every database and column family.</summary>
    internal nint Options { get; }

    /// <inheritdoc/>
    public IDiskBackend Open(string directory, IReadOnlyList<string> stores) =>
        RocksDbBackend.Open(directory, stores, this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) { return; }
        _disposed = true;
        Native.Instance.rocksdb_options_destroy(Options); // Open databases hold the cache and the manager themselves.
        Native.Instance.rocksdb_write_buffer_manager_destroy(_bufferManager);
        Native.Instance.rocksdb_cache_destroy(_cache);
    }

    /// <summary>Whether a task with that much in its write buffers flushes them now.</summary>
    internal bool ShouldFlush(long bufferedBytes)
    {
        if (bufferedBytes < TinyBufferBytes) { return false; }
        return bufferedBytes >= _bufferBytes
            || (long)Native.Instance.rocksdb_write_buffer_manager_memory_usage(_bufferManager) >= _allBuffersBytes;
    }

    private nint CreateOptions()
    {
        Native native = Native.Instance;
        nint options = native.rocksdb_options_create();
        native.rocksdb_options_set_create_if_missing(options, 1);
        native.rocksdb_options_set_create_missing_column_families(options, 1);
        SetWriting(native, options);
        SetBackground(native, options);
        SetTables(native, options);
        return options;
    }

    private void SetWriting(Native native, nint options)
    {
        native.rocksdb_options_set_atomic_flush(options, 1);
        native.rocksdb_options_set_write_buffer_size(options, NeverBytes);
        native.rocksdb_options_set_write_buffer_manager(options, _bufferManager);
        native.rocksdb_options_set_arena_block_size(options, 64 << 10); // Stores are many and small.
        native.rocksdb_options_set_max_write_buffer_number(options, 3);
        native.rocksdb_options_set_memtable_batch_lookup_optimization(options, 1); // Reads of many rows are sorted.
        native.rocksdb_options_set_allow_concurrent_memtable_write(options, 0); // There is one writer.
        native.rocksdb_options_set_max_total_wal_size(options, 1 << 20); // There is none; else it reserves buffer size.
        native.rocksdb_options_set_avoid_flush_during_shutdown(options, 1); // Not half a commit.
        native.rocksdb_options_set_max_bgerror_resume_count(options, 0); // Nor this way.
    }

    private static void SetBackground(Native native, nint options)
    {
        native.rocksdb_options_set_max_background_jobs(options, 2); // Threads of the whole process.
        native.rocksdb_options_set_max_open_files(options, 256);
        native.rocksdb_options_set_bytes_per_sync(options, 1 << 20);
        native.rocksdb_options_set_info_log_level(options, 2); // Warnings.
        native.rocksdb_options_set_keep_log_file_num(options, (nuint)2);
        native.rocksdb_options_set_stats_dump_period_sec(options, 0);
    }

    private void SetTables(Native native, nint options)
    {
        nint tables = native.rocksdb_block_based_options_create();
        native.rocksdb_block_based_options_set_block_cache(tables, _cache);
        native.rocksdb_block_based_options_set_cache_index_and_filter_blocks(tables, 1);
        native.rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority(tables, 1);
        native.rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(tables, 1);
        native.rocksdb_block_based_options_set_filter_policy(tables, native.rocksdb_filterpolicy_create_bloom_full(10));
        native.rocksdb_options_set_block_based_table_factory(options, tables);
        native.rocksdb_block_based_options_destroy(tables);
        native.rocksdb_options_set_compression(options, Compression.Lz4);
        native.rocksdb_options_set_level_compaction_dynamic_level_bytes(options, 1);
    }
}
