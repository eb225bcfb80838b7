using System.Buffers;
using System.Numerics;

namespace Kappa.Logs;

/// <summary>Memory that decompression fills; it is kept for the next batch.</summary>
/// <remarks>
/// It grows in steps, as what was decompressed fills it, and never by what a batch declares: a header that lies costs
/// nothing. It always has <see cref="RecordBatch.Slack"/> bytes beyond what may be filled.
/// </remarks>
internal sealed class ExpansionBuffer(ExpansionLimit limit) : IDisposable
{
    private const int FirstBytes = 4 << 10;
    private const int PooledBytes = 2 << 20; // The pool's arrays are powers of two: larger ones would waste.

    private int _limit;
    private bool _isPooled;

    public byte[] Bytes { get; private set; } = [];

    /// <summary>Bytes that are filled.</summary>
    public int Length { get; set; }

    /// <summary>Most bytes that the batch at hand may become.</summary>
    public int Limit => _limit;

    /// <summary>What may be filled without growing.</summary>
    public Span<byte> Free => Bytes.AsSpan(Length, Math.Min(Bytes.Length - RecordBatch.Slack, _limit) - Length);

    /// <summary>Begins a batch: memory for what most of them become.</summary>
    public void Start(int compressedBytes)
    {
        Length = 0;
        _limit = limit.Bytes(compressedBytes);
        long usual = Math.Max(FirstBytes, 4L * compressedBytes);
        if (Bytes.Length - RecordBatch.Slack < Math.Min(usual, _limit))
        {
            Replace((int)Math.Min(usual, _limit));
        }
    }

    /// <summary>Doubles the memory.</summary>
    /// <returns>False where the limit is reached.</returns>
    public bool TryGrow()
    {
        int capacity = Bytes.Length - RecordBatch.Slack;
        if (capacity >= _limit)
        {
            return false;
        }

        Replace((int)Math.Min(2L * capacity, _limit));
        return true;
    }

    public void Dispose()
    {
        if (_isPooled)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
            _isPooled = false;
        }

        Bytes = [];
        Length = 0;
    }

    private void Replace(int capacity)
    {
        int bytes = capacity + RecordBatch.Slack;
        bool isPooled =
            BitOperations.RoundUpToPowerOf2((uint)bytes) <= Math.Min(PooledBytes, _limit + RecordBatch.Slack);
        byte[] larger = isPooled
            ? ArrayPool<byte>.Shared.Rent(bytes)
            : GC.AllocateUninitializedArray<byte>(bytes);
        int filled = Length;
        Bytes.AsSpan(0, filled).CopyTo(larger);
        Dispose();
        (Bytes, Length, _isPooled) = (larger, filled, isPooled);
    }
}
