using Kappa.Logs;

namespace Kappa.Cli;

/// <summary>A batch of a segment file, for a machine.</summary>
internal sealed record LogBatch(
    string File, long Position, int Bytes, long BaseOffset, long LastOffset, int Records, string Codec,
    long BaseTimestampMs, long MaxTimestampMs, long ProducerId, short ProducerEpoch, int BaseSequence,
    int LeaderEpoch, bool Transactional, string Control, string? Damage)
{
    public static LogBatch Of(string file, in SegmentBatch batch, SegmentDamage? damage) => new(
        file, batch.Position, batch.Bytes, batch.BaseOffset, batch.LastOffset, batch.Records, batch.Codec,
        batch.BaseTimestampMs, batch.MaxTimestampMs, batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence,
        batch.LeaderEpoch, batch.IsTransactional, batch.Control.ToString().ToLowerInvariant(), damage?.What);
}
