using System.Buffers;
using System.Text;
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
    public StoreEntry? Get(string key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_format.TryParseKey(key, out byte[] stored, out byte[] sent))
        {
            throw EngineErrors.NotAKey(_store, key);
        }

        // A producer may partition in its own way, so a key that is not where Kafka would put it may lie elsewhere.
        int likely = KeyPartitioner.Partition(sent, _snapshots.Length);
        var value = new ArrayBufferWriter<byte>();
        for (int i = 0; i < _snapshots.Length; i++)
        {
            IStateSnapshot snapshot = _snapshots[(likely + i) % _snapshots.Length].Snapshot;
            if (snapshot.TryGet(_index, stored, value, out long timestampMs))
            {
                return new StoreEntry(_format.KeyText(stored), _format.ValueJson(value.WrittenSpan), timestampMs);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<StoreEntry> Scan(string? prefix = null, string? after = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (prefix is not null && !_format.HasTextKeys)
        {
            throw EngineErrors.PrefixOfNoText(_store);
        }

        byte[] start = prefix is null ? [] : Encoding.UTF8.GetBytes(prefix);
        byte[]? behind = null;
        if (after is not null && !_format.TryParseKey(after, out behind, out _))
        {
            throw EngineErrors.NotAKey(_store, after);
        }

        return Walk(start, behind);
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
        using var rows = new MergedRows(_snapshots, _index, []);
        while (rows.MoveNext())
        {
            yield return new StoreRow(
                rows.Current.Key.ToArray(), rows.Current.Value.ToArray(), rows.Current.TimestampMs);
        }
    }

    /// <inheritdoc/>
    public StoreEntry ToEntry(in StoreRow row) =>
        new(_format.KeyText(row.Key), _format.ValueJson(row.Value), row.TimestampMs);

    private IEnumerable<StoreEntry> Walk(byte[] prefix, byte[]? behind)
    {
        byte[] from = behind is not null && behind.AsSpan().SequenceCompareTo(prefix) > 0 ? behind : prefix;
        ObjectDisposedException.ThrowIf(_disposed, this); // Rows are read when they are asked for, which may be late.
        using var rows = new MergedRows(_snapshots, _index, from);
        while (rows.MoveNext() && rows.Current.Key.StartsWith(prefix))
        {
            if (behind is null || !rows.Current.Key.SequenceEqual(behind))
            {
                yield return new StoreEntry(
                    _format.KeyText(rows.Current.Key), _format.ValueJson(rows.Current.Value), rows.Current.TimestampMs);
            }
        }
    }
}
