namespace Kappa.Worker;

/// <summary>Body of a request that limits how fast a replay goes.</summary>
internal sealed record ThrottleRequest(string Throttle, string? By = null, string? Reason = null);
