using System.Diagnostics.Metrics;

namespace Kappa.Worker;

/// <summary>
/// The meter <c>Kappa</c>: whatever listens to meters in this process, such as OpenTelemetry, finds it.
/// </summary>
/// <remarks>All is observed when somebody asks; a worker counts by the run, the commit and the request.</remarks>
internal sealed class WorkerMeter : IDisposable
{
    public const string Name = "Kappa";

    /// <summary>One look at the worker serves all instruments of a collection.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Func<WorkerReading> _read;
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private WorkerReading? _last;
    private long _readAt;

    /// <param name="read">Looks at the worker.</param>
    /// <param name="time">The clock.</param>
    public WorkerMeter(Func<WorkerReading> read, TimeProvider time)
    {
        (_read, _time) = (read, time);
        _meter = new Meter(new MeterOptions(Name) { Scope = this });
        foreach (WorkerMetric metric in All)
        {
            Create(metric);
        }
    }

    /// <summary>All metrics, in the order that they are shown in.</summary>
    public static IReadOnlyList<WorkerMetric> All { get; } = [.. HostMetrics.All, .. VersionMetrics.All];

    public void Dispose() => _meter.Dispose();

    private void Create(WorkerMetric metric)
    {
        MetricInfo info = metric.Info;
        IEnumerable<Measurement<double>> Observe() => metric.Read(Look()).Select(value => new Measurement<double>(
            value.Value, info.Labels.Zip(
                value.Labels, (label, text) => new KeyValuePair<string, object?>(label, text))));
        if (info.Kind == MetricKind.Counter)
        {
            _meter.CreateObservableCounter(info.Name, Observe, info.Unit, info.Help);
        }
        else
        {
            _meter.CreateObservableGauge(info.Name, Observe, info.Unit, info.Help);
        }
    }

    private WorkerReading Look()
    {
        lock (_lock)
        {
            if (_last is null || _time.GetElapsedTime(_readAt) > Fresh)
            {
                (_last, _readAt) = (_read(), _time.GetTimestamp());
            }

            return _last;
        }
    }
}
