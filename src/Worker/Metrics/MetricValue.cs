namespace Kappa.Worker;

/// <summary>One series of a metric.</summary>
/// <param name="Value">Its value now.</param>
/// <param name="Labels">Values of its labels, in the order of <see cref="MetricInfo.Labels"/>.</param>
internal readonly record struct MetricValue(double Value, params string[] Labels);
