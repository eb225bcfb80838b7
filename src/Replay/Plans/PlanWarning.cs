namespace Kappa.Replay;

/// <summary>Something to know before a replay is started.</summary>
/// <param name="Kind">What it is about, for programs.</param>
/// <param name="Topic">The topic that it is about; null for none.</param>
/// <param name="Text">The same for people: one or more sentences.</param>
public sealed record PlanWarning(PlanWarningKind Kind, string? Topic, string Text);
