using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>The memory of an exchange: chunks of records that go from lane to lane and from run to run.</summary>
/// <remarks>
/// What a run sends is about the same from run to run, but which lane it goes through is up to the keys. Lanes that
/// each kept an array of their own would double one of them again and again, however many runs there were before. Any
/// thread.
/// </remarks>
internal sealed class LaneChunks<TKey, TValue>
{
    private const int ChunkBytes = 16 << 10;
    private const int KeptChunks = 64; // Less is not worth giving back.
    private const int LargestSlack = 16; // Runs vary; a replay's are some thousand times those of live traffic.

    private readonly Lock _lock = new();
    private readonly Stack<LaneRecord<TKey, TValue>[]> _free = new();
    private int _lent;
    private int _most; // Lent at the same time since the last run began.

    /// <summary>The power of two that a chunk has as many records as.</summary>
    public static int Shift { get; } = BitOperations.Log2(
        (uint)Math.Max(1, ChunkBytes / Unsafe.SizeOf<LaneRecord<TKey, TValue>>()));

    /// <summary>Records of a chunk.</summary>
    public static int Records => 1 << Shift;

    /// <summary>Chunks that there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _free.Count + _lent;
            }
        }
    }

    public LaneRecord<TKey, TValue>[] Rent()
    {
        lock (_lock)
        {
            _most = Math.Max(_most, ++_lent);
            return _free.TryPop(out LaneRecord<TKey, TValue>[]? chunk) ? chunk : new LaneRecord<TKey, TValue>[Records];
        }
    }

    /// <summary>Takes back a chunk whose records are cleared.</summary>
    public void Return(LaneRecord<TKey, TValue>[] chunk)
    {
        Debug.Assert(chunk.Length == Records);
        lock (_lock)
        {
            _lent--;
            _free.Push(chunk);
        }
    }

    /// <summary>
    /// A run begins: drops what the last ones did not need. Chunks of the last one may still be lent then, so memory
    /// may be given back a run later.
    /// </summary>
    public void BeginRun()
    {
        lock (_lock)
        {
            if (_free.Count > KeptChunks && _most < (_free.Count + _lent) / LargestSlack)
            {
                _free.Clear();
                _free.TrimExcess();
            }

            _most = _lent;
        }
    }
}
