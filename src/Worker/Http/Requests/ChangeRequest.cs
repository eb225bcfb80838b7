namespace Kappa.Worker;

/// <summary>Body of a request that changes a version: who asks, and why; a throttle where one is set.</summary>
internal sealed record ChangeRequest(string? By, string? Reason, string? Throttle);
