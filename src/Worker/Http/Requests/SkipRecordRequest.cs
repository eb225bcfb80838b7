namespace Kappa.Worker;

/// <summary>Body of a request that lets a version pass over the record that it has stopped at.</summary>
internal sealed record SkipRecordRequest(
    string Topic, int Partition, long Offset, int? Version = null, string? By = null, string? Reason = null);
