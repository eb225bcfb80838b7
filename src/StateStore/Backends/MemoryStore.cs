using System.Buffers;
using System.Collections.Immutable;

namespace Kappa.StateStores;

/// <summary>One store of a <see cref="MemoryBackend"/>: an immutable set that each write replaces.</summary>
internal sealed class MemoryStore : IBackendStore
{
    private readonly MemoryRow _probe = MemoryRow.Probe([]);

    public ImmutableSortedSet<MemoryRow> Rows { get; private set; } =
        ImmutableSortedSet.Create<MemoryRow>(MemoryRowOrder.Instance);

    public bool IsEmpty { get; private set; } = true;

    public bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        _probe.Aim(key);
        return TryGet(Rows, _probe, value, out timestampMs);
    }

    public static bool TryGet(
        ImmutableSortedSet<MemoryRow> rows, MemoryRow probe, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        value.ResetWrittenCount();
        timestampMs = 0;
        if (!rows.TryGetValue(probe, out MemoryRow row)) { return false; }
        value.Write(row.Value);
        timestampMs = row.TimestampMs;
        return true;
    }

    public void GetMany(RowReads rows) => GetMany(Rows, _probe, rows);

    public static void GetMany(ImmutableSortedSet<MemoryRow> from, MemoryRow probe, RowReads rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            probe.Aim(rows.Key(row));
            if (from.TryGetValue(probe, out MemoryRow found)) { rows.Found(row, found.Value, found.TimestampMs); }
            else { rows.Missed(row); }
        }
    }

    public IRowCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        new MemoryCursor(Rows, from, to, backward);

    public void Replace(ImmutableSortedSet<MemoryRow> rows)
    {
        Rows = rows;
        IsEmpty = false;
    }
}
