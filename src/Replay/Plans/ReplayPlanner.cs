using Kappa.Engine;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Plans a replay: what it would read, what is missing, how long it would take. Nothing is changed.</summary>
public sealed class ReplayPlanner
{
    private readonly Topology _topology;
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly PlanRequest _request;
    private readonly TaskPlan _tasks;

    private ReplayPlanner(Topology topology, ILog log, EngineSettings settings, PlanRequest request)
    {
        (_topology, _log, _settings, _request) = (topology, log, settings, request);
        _tasks = TaskPlan.Make(
            topology, $"{topology.Name}.v{topology.Version}.i{ReplaySample.Instance}", log);
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="topology">The version to replay.</param>
    /// <param name="log">The log; it is only read.</param>
    /// <param name="settings">
    /// How the replay would run: state directory, memory, threads; the rest is set here. The sample works in a
    /// directory <c>plan-sample</c> below the state directory, which is deleted afterwards.
    /// </param>
    /// <param name="request">What is asked for; null takes the defaults.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <exception cref="KappaException">
    /// What a start would fail on: KAP5001 (exit 3): a source topic is missing. KAP5002, KAP5003, KAP5006 (exit 78):
    /// partition counts do not fit. KAP5111 (exit 3): the cut to begin at is not recorded. An error of the disk.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static ReplayPlan Make(
        Topology topology, ILog log, EngineSettings settings, PlanRequest? request = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(settings);
        return new ReplayPlanner(topology, log, settings, request ?? new PlanRequest()).Plan(cancellationToken);
    }

    private ReplayPlan Plan(CancellationToken cancellationToken)
    {
        PlanSource[] sources = ReadSources(cancellationToken);
        SampleOutcome? outcome = _request.SampleTime > TimeSpan.Zero
            ? ReplaySample.Take(_topology, _log, _settings, _request, MeasuredTopics, cancellationToken) : null;
        long records = sources.Sum(source => source.Records);
        var growth = new PlanGrowth(_topology.Graph, sources, outcome);
        PlanStore[] stores = [.. _tasks.Stores.Select((store, i) => ToStore(store.Spec, growth, i))];
        PlanOutput[] outputs = [.. _tasks.Outputs.Select((output, i) => new PlanOutput(
            output.Topic, output.IsTable, _request.WrittenByOthers.Contains(output.Topic),
            growth.BytesOf(stores.Length + i, node => node is ISinkNode sink && sink.Topic == output.Topic)))];
        long? free = _settings.State?.Directory is { } directory ? _request.FreeSpace(directory) : null;
        var plan = new ReplayPlan(
            _topology.Name, _topology.Version, _request.FromCut, sources, stores, outputs, free, outcome?.Sample,
            outcome is null ? null : ReplayTime.Estimate(records, outcome, _request.Throttle), []);
        return plan with { Warnings = new PlanWarnings(_log, _settings.Time, _request).For(plan) };
    }

    private static PlanStore ToStore(StoreSpec store, PlanGrowth growth, int measured)
    {
        long? bytes = growth.BytesOf(measured, node => node.Stores.Any(spec => spec.Name == store.Name));
        return new PlanStore(store.Name, store.KeySerdeName, store.ValueSerdeName, bytes, bytes);
    }

    private PlanSource[] ReadSources(CancellationToken cancellationToken)
    {
        RecordedCut? start = FindStart();
        (TopicPartition Partition, long Offset)[] starts = [.. _tasks.Sources.SelectMany(topic => Enumerable
            .Range(0, topic.Partitions).Select(number => new TopicPartition(topic.Topic, number)))
            .Select(partition => (partition, OffsetAt(start, partition)))];
        ILookup<string, PlanPartition> counted = new BacklogCounter(_log, _request.Time, _request.CountTime)
            .CountAll(starts, cancellationToken)
            .ToLookup(count => count.Partition.Topic, count => count.Count);
        return [.. _tasks.Sources.Select(source => ToSource(source.Topic, [.. counted[source.Topic]]))];
    }

    private PlanSource ToSource(string topic, PlanPartition[] partitions)
    {
        CleanupPolicy cleanup = _log.Find(topic)?.Cleanup ?? CleanupPolicy.Keep;
        return new PlanSource(
            topic, cleanup, partitions,
            partitions.Any(partition => partition.IsFrontMissing)
                ? CaringOperators.AboutTheFront(_topology.Graph, topic) : [],
            cleanup == CleanupPolicy.Compact ? CaringOperators.AboutEveryRecord(_topology.Graph, topic) : []);
    }

    private RecordedCut? FindStart() => _request.FromCut == 0
        ? null
        : CutHistory.Read(_log, _topology.Name).FirstOrDefault(cut => cut.Cut.Number == _request.FromCut)
            ?? throw EngineErrors.CutUnknown(_topology, _request.FromCut);

    /// <summary>The offset to read from: behind the cut, or 0, also of a source that the cut does not have.</summary>
    private static long OffsetAt(RecordedCut? start, TopicPartition partition) =>
        start is not null && start.Sources.TryIndexOf(partition, out int source) ? start.Ends[source] : 0;

    /// <summary>Changelogs of the stores, then what each output goes to.</summary>
    private IReadOnlyList<string?> MeasuredTopics(EngineSettings settings) =>
    [
        .. _tasks.Stores.Select(store => _tasks.ChangelogOf(store.Spec.Name)),
        .. _tasks.Outputs.Select(output => _tasks.WrittenBy(settings, output.Topic, output.IsTable)),
    ];
}
