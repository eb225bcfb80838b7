using System.Globalization;
using System.Reflection;
using static Kappa.Worker.MetricKind;

namespace Kappa.Worker;

/// <summary>The metrics of a worker as a whole (docs/metrics.md).</summary>
internal static class HostMetrics
{
    public static IReadOnlyList<WorkerMetric> All { get; } = [.. Worker(), .. Log(), .. Http(), Differences()];

    private static string Version => typeof(HostMetrics).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static IEnumerable<WorkerMetric> Worker() =>
    [
        new(new MetricInfo("kappa.build_info", Gauge, "{worker}", "1, with the version of Kappa.", "version"),
            _ => [new MetricValue(1, Version)]),
        One("kappa.ready", Gauge, "{worker}", "1 where all topologies of the worker run, else 0.",
            reading => reading.IsReady ? 1 : 0),
        One("kappa.rocksdb.memory", Gauge, "By", "Memory of RocksDB: blocks and write buffers.",
            reading => reading.StateBytes),
        One("kappa.disk.free", Gauge, "By", "Room on the disk of the data directory.", reading => reading.FreeBytes),
    ];

    private static IEnumerable<WorkerMetric> Log() =>
    [
        One("kappa.log.commits", Counter, "{commit}", "Commits that the embedded log has acknowledged.",
            reading => reading.Log?.Commits),
        One("kappa.log.written", Counter, "By", "Bytes of their batches.", reading => reading.Log?.WrittenBytes),
        One("kappa.log.syncs", Counter, "{sync}", "Times that the disk was waited for.", reading => reading.Log?.Syncs),
        One("kappa.log.sync_time", Counter, "s", "How long the disk was waited for.",
            reading => reading.Log?.Syncing.TotalSeconds),
    ];

    private static IEnumerable<WorkerMetric> Http() =>
    [
        new(new MetricInfo(
                "kappa.http.requests", Counter, "{request}", "Requests that were answered.",
                "method", "route", "status"),
            reading => reading.Requests.Select(count => OfRequests(count, count.Requests))),
        new(new MetricInfo(
                "kappa.http.request_time", Counter, "s", "How long they took.", "method", "route", "status"),
            reading => reading.Requests.Select(count => OfRequests(count, count.Time.TotalSeconds))),
    ];

    private static WorkerMetric Differences() => new(
        new MetricInfo(
            "kappa.diff.rows", Gauge, "{row}", "Rows of the last comparison of two versions.",
            "topology", "old", "new", "difference"),
        reading => reading.Differences.SelectMany(diff => diff.Rows.Select(rows => new MetricValue(
            rows.Rows, diff.Topology, Text(diff.Old), Text(diff.New), rows.Difference))));

    private static MetricValue OfRequests(RequestCount count, double value) =>
        new(value, count.Method, count.Route, Text(count.Status));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static WorkerMetric One(
        string name, MetricKind kind, string unit, string help, Func<WorkerReading, double?> read) =>
        WorkerMetric.One(new MetricInfo(name, kind, unit, help), read);
}
