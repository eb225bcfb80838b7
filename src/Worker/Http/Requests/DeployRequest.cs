namespace Kappa.Worker;

/// <summary>Body of a request that takes an artifact in.</summary>
internal sealed record DeployRequest(string Artifact, string? By = null);
