namespace Kappa.Worker;

/// <summary>Body of a request that changes a version: who asks, and why.</summary>
internal sealed record ChangeRequest(string? By = null, string? Reason = null);
