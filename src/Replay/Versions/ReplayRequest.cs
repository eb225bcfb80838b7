namespace Kappa.Replay;

/// <summary>What a replay is to do.</summary>
/// <param name="Version">The version.</param>
/// <param name="From">
/// Where it begins: <c>zero</c>, the number of a cut, or a time (RFC 3339): behind the last cut before records of it.
/// </param>
/// <param name="Throttle">How fast it may go.</param>
/// <param name="By">Who asks for it.</param>
/// <param name="Reason">Why.</param>
public sealed record ReplayRequest(
    int Version, string From = "zero", Throttle Throttle = default, string? By = null, string? Reason = null);
