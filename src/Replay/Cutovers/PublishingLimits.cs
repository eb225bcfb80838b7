namespace Kappa.Replay;

/// <summary>How much of a difference goes into a transaction.</summary>
/// <param name="AtomicRecords">Up to so many records go out in one.</param>
/// <param name="ChunkRecords">A larger difference goes out so many records at a time.</param>
/// <param name="ChunkBytes">And so many bytes.</param>
/// <param name="AtomicBytes">One transaction has so many bytes at most; they are held in memory.</param>
internal sealed record PublishingLimits(
    int AtomicRecords, int ChunkRecords, int ChunkBytes, int AtomicBytes = 64 << 20)
{
    public static PublishingLimits Default { get; } = new(100_000, 20_000, 16 << 20);
}
