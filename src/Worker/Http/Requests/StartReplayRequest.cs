using System.ComponentModel.DataAnnotations;

namespace Kappa.Worker;

/// <summary>Body of a request that starts a replay.</summary>
internal sealed record StartReplayRequest(
    [property: Range(1, int.MaxValue)] int Version, string? From = null, string? Throttle = null, string? By = null,
    string? Reason = null);
