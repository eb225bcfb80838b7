namespace Kappa.Worker;

/// <summary>Body of a request that starts a replay.</summary>
internal sealed record StartReplayRequest(int Version, string? From, string? Throttle, string? By, string? Reason);
