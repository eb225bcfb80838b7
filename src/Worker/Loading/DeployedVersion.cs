using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>What became of a version that was deployed.</summary>
/// <param name="Record">What the registry says of it.</param>
/// <param name="IsNew">Whether it was registered, or took the new code.</param>
/// <param name="Differs">Whether it goes on with other code, which it is pinned to.</param>
/// <param name="Warnings">What its description is warned of.</param>
internal sealed record DeployedVersion(
    VersionRecord Record, bool IsNew, bool Differs, IReadOnlyList<string> Warnings);
