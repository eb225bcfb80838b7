namespace Kappa.Worker;

/// <summary>A metric of a worker, and how it is read.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Read">Gives its series.</param>
internal sealed record WorkerMetric(MetricInfo Info, Func<WorkerReading, IEnumerable<MetricValue>> Read)
{
    /// <summary>A metric of the worker as a whole.</summary>
    public static WorkerMetric One(MetricInfo info, Func<WorkerReading, double?> read) =>
        new(info, reading => read(reading) is { } value ? [new MetricValue(value)] : []);

    /// <summary>A metric of each version that runs; a version without a value has no series.</summary>
    public static WorkerMetric OfVersions(MetricInfo info, Func<VersionReading, double?> read) =>
        new(info, reading => reading.Versions.Where(version => read(version) is not null)
            .Select(version => new MetricValue(read(version)!.Value, version.Topology, version.Version)));

    /// <summary>A metric of each version that runs, with one more label.</summary>
    public static WorkerMetric OfVersions(
        MetricInfo info, Func<VersionReading, IEnumerable<(string Label, double Value)>> read) =>
        new(info, reading => reading.Versions.SelectMany(version => read(version)
            .Select(one => new MetricValue(one.Value, version.Topology, version.Version, one.Label))));
}
