namespace Kappa.Replay;

/// <summary>How far a verification has come.</summary>
/// <param name="Cut">The cut that the replay has committed.</param>
/// <param name="UntilCut">The cut at which both are compared.</param>
/// <param name="Records">Records replayed so far.</param>
public readonly record struct VerifyProgress(long Cut, long UntilCut, long Records);
