using System.ComponentModel.DataAnnotations;

namespace Kappa.Worker;

/// <summary>Body of a request that switches versions.</summary>
internal sealed record CutoverRequest(
    [property: Range(1, int.MaxValue)] int? Version = null,
    [property: Range(0.0, 1.0)] double? MaxDiff = null,
    [property: Range(0.0, long.MaxValue)] long? MaxLag = null,
    bool DeleteMissing = false,
    [property: Range(0.0, CutoverRequest.MostKeepSeconds)] double? KeepSeconds = null,
    string? By = null,
    string? Reason = null)
{
    /// <summary>A year: what shadows for longer has been forgotten.</summary>
    public const double MostKeepSeconds = 365 * 86_400;
}
