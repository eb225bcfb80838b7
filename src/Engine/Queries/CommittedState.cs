namespace Kappa.Engine;

/// <summary>What the last commit left, all of it as of one moment.</summary>
/// <param name="Cut">The last committed cut.</param>
/// <param name="AsOf">The same as an answer carries it.</param>
/// <param name="Records">Records taken in up to it since the instance was opened.</param>
/// <param name="Commits">Commits since then.</param>
internal readonly record struct CommittedState(Cut Cut, AsOf AsOf, long Records, long Commits);
