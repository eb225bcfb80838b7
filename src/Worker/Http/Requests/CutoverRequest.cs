namespace Kappa.Worker;

/// <summary>Body of a request that switches versions.</summary>
internal sealed record CutoverRequest(
    int? Version, double? MaxDiff, long? MaxLag, bool DeleteMissing, double? KeepSeconds, string? By, string? Reason);
