using System.Text.Json;
using Kappa.Engine;
using static Kappa.Worker.MetricKind;

namespace Kappa.Worker;

/// <summary>The metrics of versions (docs/metrics.md).</summary>
internal static class VersionMetrics
{
    private static readonly RunPhase[] Phases = Enum.GetValues<RunPhase>();

    public static IReadOnlyList<WorkerMetric> All { get; } = [.. Work(), .. Lag(), .. Holding(), .. Replays()];

    private static IEnumerable<WorkerMetric> Work() =>
    [
        Of("kappa.records.processed", Counter, "{record}", "Records taken in by committed runs.",
            version => version.Status.Engine?.RecordsProcessed),
        Of("kappa.processed", Counter, "By", "Bytes of the records taken in, not compressed.",
            version => version.Measures.ReadBytes),
        Of("kappa.runs", Counter, "{run}", "Runs that were committed.", version => version.Measures.Runs),
        Of("kappa.cuts", Counter, "{cut}", "Cuts that committed runs went over.", version => version.Measures.Cuts),
        With("kappa.run.time", Counter, "s", "Time that runs took, by phase.", "phase", PhasesOf),
        Of("kappa.records.passed_over", Counter, "{record}", "Records passed over by decision of the topology.",
            version => version.Measures.PassedOver),
        Of("kappa.dead_letters", Counter, "{record}", "Records that went to a topic of dead letters.",
            version => version.Measures.DeadLetters),
    ];

    private static IEnumerable<WorkerMetric> Lag() =>
    [
        With("kappa.version.state", Gauge, "{version}", "1 for the state that a version is in.", "state",
            version => [(JsonNamingPolicy.KebabCaseLower.ConvertName(version.State.ToString()), 1)]),
        Of("kappa.lag.records", Gauge, "{record}", "Records in the sources behind the last commit.",
            version => version.Running?.Lag.Last.Records),
        Of("kappa.lag", Gauge, "s", "Event time between the last commit and the present, or the live version.",
            version => version.Lag?.TotalSeconds),
        With("kappa.latency", Gauge, "s", "Time from input to commit of live runs of the last minute.", "quantile",
            LatencyOf),
    ];

    private static IEnumerable<WorkerMetric> Holding() =>
    [
        Of("kappa.cache.reads", Counter, "{read}", "Reads from below, of what no cache of a store had.",
            version => version.Measures.CacheReads),
        Of("kappa.cache.used", Gauge, "By", "Estimated memory of the caches of stores.",
            version => version.Measures.CacheBytes),
        Of("kappa.state.dirty", Gauge, "By", "Estimated memory of the rows that the last run changed.",
            version => version.Measures.DirtyBytes),
        Of("kappa.restore.records", Counter, "{record}", "Changelog records read to restore state.",
            version => version.Status.Engine?.RecordsRestored),
        Of("kappa.restore.time", Counter, "s", "Time in which state was restored.",
            version => version.Measures.Restoring.TotalSeconds),
    ];

    private static IEnumerable<WorkerMetric> Replays() =>
    [
        Of("kappa.replay.done", Gauge, "{record}", "Records that a version beside the live one has done.",
            version => version.IsLive ? null : version.Status.RecordsDone),
        Of("kappa.replay.remaining", Gauge, "{record}", "Records that it has still to do.",
            version => version.IsLive ? null : version.Status.RecordsTotal - version.Status.RecordsDone),
        Of("kappa.replay.throttle", Gauge, "1", "The share of full speed that its throttle leaves it.",
            version => version.IsLive ? null : version.Status.ThrottleFactor),
    ];

    private static IEnumerable<(string Label, double Value)> PhasesOf(VersionReading version) =>
        Phases.Select(phase => (
            JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString()),
            version.Measures.Phases[(int)phase].TotalSeconds));

    private static IEnumerable<(string Label, double Value)> LatencyOf(VersionReading version) =>
        version.Running?.Latency.Within(TimeSpan.FromMinutes(1)) is { } latency
            ? [("0.5", latency.P50 / 1000), ("0.99", latency.P99 / 1000)] : [];

    private static WorkerMetric Of(
        string name, MetricKind kind, string unit, string help, Func<VersionReading, double?> read) =>
        WorkerMetric.OfVersions(new MetricInfo(name, kind, unit, help, "topology", "version"), read);

    private static WorkerMetric With(
        string name, MetricKind kind, string unit, string help, string label,
        Func<VersionReading, IEnumerable<(string Label, double Value)>> read) =>
        WorkerMetric.OfVersions(new MetricInfo(name, kind, unit, help, "topology", "version", label), read);
}
