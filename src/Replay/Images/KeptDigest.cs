using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// The digest of an image's rows, which is a sum over them: summed once, and kept from then on row by row.
/// </summary>
/// <remarks>One thread. Rows that are in no batch yet that was written are remembered until it is.</remarks>
/// <param name="rows">The rows as they are written.</param>
internal sealed class KeptDigest(IBackendStore rows)
{
    private readonly Dictionary<byte[], ulong> _pending = new(KeyOrder.Instance); // By key: what its row adds.
    private readonly ArrayBufferWriter<byte> _old = new(256);
    private ulong _sum;

    public long Value => (long)_sum;

    /// <summary>Sums all rows.</summary>
    public void Begin(IStateSnapshot snapshot)
    {
        _pending.Clear();
        _sum = (ulong)RowDigest.Of(snapshot);
    }

    /// <summary>A row takes the place of what its key had.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Replace(key, RowDigest.OfRow(key, value));

    /// <summary>The row of a key goes.</summary>
    public void Delete(ReadOnlySpan<byte> key) => Replace(key, 0);

    /// <summary>The batch is written.</summary>
    public void Written() => _pending.Clear();

    private void Replace(ReadOnlySpan<byte> key, ulong row)
    {
        var pending = _pending.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!pending.TryGetValue(key, out ulong old))
        {
            old = rows.TryGet(key, _old, out _) ? RowDigest.OfRow(key, _old.WrittenSpan) : 0;
        }

        _sum += row - old;
        pending[key] = row;
    }
}
