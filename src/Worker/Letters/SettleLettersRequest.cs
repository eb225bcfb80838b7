namespace Kappa.Worker;

/// <summary>Which letters of a topic are settled, by whom, and why.</summary>
/// <param name="Letters">Their places, such as 0@17; null for all that are open.</param>
/// <param name="By">Who asks; null where it is not known.</param>
/// <param name="Reason">Why; null where nobody says.</param>
public sealed record SettleLettersRequest(
    IReadOnlyList<string>? Letters, string? By = null, string? Reason = null);
