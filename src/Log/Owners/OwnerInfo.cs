namespace Kappa.Logs;

/// <summary>Who owns a data directory, and where it answers.</summary>
/// <param name="ProcessId">Its process; 0 where its file is not readable for this user.</param>
/// <param name="Address">Where it answers; empty before it has published that.</param>
/// <param name="Token">What a caller shows; empty before it has been published.</param>
public sealed record OwnerInfo(int ProcessId, string Address, string Token);
