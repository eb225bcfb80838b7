namespace Kappa.Logs.Tests;

/// <summary>What a log shows of one partition.</summary>
internal sealed record MixedShown(List<MixedRecord> Records, PartitionOffsets Offsets);
