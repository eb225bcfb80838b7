namespace Kappa.Engine;

/// <summary>An output of an instance.</summary>
/// <param name="Output">The output.</param>
/// <param name="WrittenTo">The topic that the instance writes it to; null where it is muted.</param>
public sealed record OutputPlan(OutputInfo Output, string? WrittenTo);
