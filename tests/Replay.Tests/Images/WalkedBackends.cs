using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Replay.Tests;

/// <summary>State on disk that counts the rows over which somebody walks, below some directories.</summary>
/// <param name="inner">The state.</param>
/// <param name="isCounted">Whether a directory counts.</param>
internal sealed class WalkedBackends(IStateBackends inner, Func<string, bool> isCounted) : IStateBackends
{
    private long _rows;

    /// <summary>Rows since the beginning.</summary>
    public long Rows => Volatile.Read(ref _rows);

    public IDiskBackend Open(string directory, IReadOnlyList<string> stores) => isCounted(directory)
        ? new Backend(this, inner.Open(directory, stores)) : inner.Open(directory, stores);

    private sealed class Backend(WalkedBackends owner, IDiskBackend inner) : IDiskBackend
    {
        public byte[]? Position => inner.Position;

        public IBackendStore Store(int store) => inner.Store(store);

        public StateBatch BeginBatch() => inner.BeginBatch();

        public void Write(StateBatch batch, ReadOnlySpan<byte> position) => inner.Write(batch, position);

        public void Flush() => inner.Flush();

        public IStateSnapshot OpenSnapshot() => new Snapshot(owner, inner.OpenSnapshot());

        public void Checkpoint(string directory) => inner.Checkpoint(directory);

        public void Compact() => inner.Compact();

        public void Dispose() => inner.Dispose();
    }

    private sealed class Snapshot(WalkedBackends owner, IStateSnapshot inner) : IStateSnapshot
    {
        public byte[]? Position => inner.Position;

        public bool TryGet(int store, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs) =>
            inner.TryGet(store, key, value, out timestampMs);

        public void GetMany(int store, RowReads rows) => inner.GetMany(store, rows);

        public IRowCursor Scan(int store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward = false) =>
            new Cursor(owner, inner.Scan(store, from, to, backward));

        public void Dispose() => inner.Dispose();
    }

    private sealed class Cursor(WalkedBackends owner, IRowCursor inner) : IRowCursor
    {
        public ReadOnlySpan<byte> Key => inner.Key;

        public ReadOnlySpan<byte> Value => inner.Value;

        public long TimestampMs => inner.TimestampMs;

        public bool MoveNext()
        {
            Interlocked.Increment(ref owner._rows);
            return inner.MoveNext();
        }

        public void Dispose() => inner.Dispose();
    }
}
