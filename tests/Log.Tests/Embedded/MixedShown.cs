namespace Kappa.Logs.Tests;

/// <summary>What a log shows of one partition to a reader that begins at an offset.</summary>
internal sealed record MixedShown(long From, List<MixedRecord> Records, PartitionOffsets Offsets);
