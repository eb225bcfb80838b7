namespace Kappa.Worker;

/// <summary>What a metric is.</summary>
internal enum MetricKind
{
    /// <summary>Only rises, until what it counts is opened anew and it begins at zero.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,
}
