using System.Buffers;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// A consistent view of one store over all tasks, as of one committed cut. One thread; dispose it soon.
/// </summary>
public sealed class StoreView : IStoreView
{
    private readonly string _store;
    private readonly int _index;
    private readonly StoreFormat _format;
    private readonly SharedSnapshot[] _snapshots;
    private bool _disposed;

    internal StoreView(string store, int index, StoreFormat format, SharedSnapshot[] snapshots, AsOf asOf)
    {
        (_store, _index, _format, _snapshots, AsOf) = (store, index, format, snapshots, asOf);
    }

    /// <inheritdoc/>
    public AsOf AsOf { get; }

    /// <inheritdoc/>
    public bool HasWindows => _format.HasWindows;

    /// <inheritdoc/>
    public StoreEntry? Get(string key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (byte[] stored, int likely) = Parse(key);
        var value = new ArrayBufferWriter<byte>();
        return TryRead(stored, likely, value, out long timestampMs)
            ? new StoreEntry(_format.KeyText(stored), _format.ValueJson(value.WrittenSpan), timestampMs) : null;
    }

    /// <summary>Takes keys and values as what they are, instead of as text.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <returns>A view of the same rows, which ends with this one.</returns>
    /// <exception cref="KappaException">KAP6105: the store has other types, or a row for each window.</exception>
    public StoreView<TKey, TValue> As<TKey, TValue>()
        where TKey : notnull =>
        _format is StoreFormat<TKey, TValue> format
            ? new StoreView<TKey, TValue>(this, format)
            : throw EngineErrors.ViewOfOtherTypes(_store, typeof(TKey), typeof(TValue));

    /// <summary>Reads a row by the bytes of its key.</summary>
    /// <param name="stored">The bytes.</param>
    /// <param name="sent">The bytes that a topic has for the key.</param>
    /// <param name="value">Receives those of the value.</param>
    /// <param name="timestampMs">Receives its timestamp.</param>
    internal bool TryRead(byte[] stored, byte[] sent, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return TryRead(stored, KeyPartitioner.Partition(sent, _snapshots.Length), value, out timestampMs);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoreEntry?> GetMany(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ObjectDisposedException.ThrowIf(_disposed, this);
        (byte[] Stored, int Likely)[] parsed = [.. keys.Select(Parse)];
        var found = new StoreEntry?[keys.Count];
        var reads = new RowReads();
        for (int round = 0; round < _snapshots.Length && found.Contains(null); round++)
        {
            for (int task = 0; task < _snapshots.Length; task++)
            {
                int[] asked = [.. Enumerable.Range(0, keys.Count).Where(key =>
                    found[key] is null && (parsed[key].Likely + round) % _snapshots.Length == task)];
                reads.Clear();
                Array.ForEach(asked, key => reads.Add(parsed[key].Stored));
                Read(_snapshots[task].Snapshot, reads, asked, found);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> Scan(string? prefix = null, string? after = null) =>
        Scan(new KeyRange { Prefix = prefix, After = after });

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> Scan(KeyRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Walk(KeyBounds.Of(_store, _format, range), range.Backward);
    }

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> Windows(
        string key, long fromMs = long.MinValue, long toMs = long.MaxValue, bool backward = false, string? after = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!HasWindows)
        {
            throw EngineErrors.NoWindows(_store);
        }

        return _format.TryParseWindows(key, fromMs, toMs, out byte[] first, out byte[] end, out _)
            ? Walk(new KeyBounds(first, end).Behind(_store, _format, after, backward), backward)
            : throw EngineErrors.NotAKey(_store, key);
    }

    /// <summary>Frees the view.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            foreach (SharedSnapshot snapshot in _snapshots)
            {
                snapshot.Release();
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoreRow> ScanBytes()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var rows = new MergedRows(
            _snapshots.Select(task => _format.ScanAll(task.Snapshot, _index)), backward: false);
        while (rows.MoveNext())
        {
            yield return new StoreRow(
                rows.Current.Key.ToArray(), rows.Current.Value.ToArray(), rows.Current.TimestampMs);
        }
    }

    /// <inheritdoc/>
    public StoreEntry ToEntry(in StoreRow row) =>
        new(_format.KeyText(row.Key), _format.ValueJson(row.Value), row.TimestampMs);

    /// <summary>
    /// The bytes of a key, and the task that has it if its producer partitions as Kafka does; others may have it too.
    /// </summary>
    private (byte[] Stored, int Likely) Parse(string key) =>
        _format.TryParseKey(key, out byte[] stored, out byte[] sent)
            ? (stored, KeyPartitioner.Partition(sent, _snapshots.Length))
            : throw (HasWindows
                ? EngineErrors.NotAWindow(AsOf.Topology, _store, key) : EngineErrors.NotAKey(_store, key));

    private bool TryRead(byte[] stored, int likely, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        for (int i = 0; i < _snapshots.Length; i++)
        {
            IStateSnapshot snapshot = _snapshots[(likely + i) % _snapshots.Length].Snapshot;
            if (snapshot.TryGet(_index, stored, value, out timestampMs)
                && _format.IsVisible(snapshot, _index, stored))
            {
                return true;
            }
        }

        timestampMs = 0;
        return false;
    }

    private void Read(IStateSnapshot snapshot, RowReads reads, int[] asked, StoreEntry?[] found)
    {
        snapshot.GetMany(_index, reads);
        for (int row = 0; row < asked.Length; row++)
        {
            if (reads.Exists(row) && _format.IsVisible(snapshot, _index, reads.Key(row)))
            {
                found[asked[row]] = new StoreEntry(
                    _format.KeyText(reads.Key(row)), _format.ValueJson(reads.Value(row)), reads.TimestampMs(row));
            }
        }
    }

    private MergedRows Open(KeyBounds bounds, bool backward) => new(
        _snapshots.Select(task => _format.Scan(task.Snapshot, _index, bounds.From, bounds.To, backward)), backward);

    private IEnumerable<StoreEntry> Walk(KeyBounds bounds, bool backward)
    {
        ObjectDisposedException.ThrowIf(_disposed, this); // Rows are read when they are asked for, which may be late.
        using MergedRows rows = Open(bounds, backward);
        while (rows.MoveNext())
        {
            yield return new StoreEntry(
                _format.KeyText(rows.Current.Key), _format.ValueJson(rows.Current.Value), rows.Current.TimestampMs);
        }
    }
}
