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
    private readonly InstancePlan _instance;

    private ReplayPlanner(Topology topology, ILog log, EngineSettings settings, PlanRequest request)
    {
        (_topology, _log, _settings, _request) = (topology, log, settings, request);
        _instance = request.Runner.Plan(topology, log, settings with { Instance = ReplaySample.Instance });
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
        PlanStore[] stores = [.. _instance.Stores.Select((store, i) => ToStore(store.Store, growth, i))];
        PlanOutput[] outputs = [.. _instance.Outputs.Select((planned, i) => ToOutput(
            planned.Output, growth, stores.Length + i))];
        long? free = _settings.State?.Directory is { } directory ? _request.FreeSpace(directory) : null;
        var plan = new ReplayPlan(
            _topology.Name, _topology.Version, _request.FromCut, sources, stores, outputs, free, outcome?.Sample,
            outcome is null ? null : ReplayTime.Estimate(records, outcome, _request.Throttle), []);
        var warnings = new PlanWarnings(_log, _settings.Seams.Time, _request, _request.Runner);
        return plan with { Warnings = warnings.For(plan) };
    }

    private static PlanStore ToStore(StoreInfo store, PlanGrowth growth, int measured)
    {
        long? bytes = growth.BytesOf(measured, node => node.Stores.Any(spec => spec.Name == store.Name));
        return new PlanStore(store.Name, store.KeyType, store.ValueType, bytes, bytes)
        {
            IsInternal = store.IsInternal,
        };
    }

    private PlanOutput ToOutput(OutputInfo output, PlanGrowth growth, int measured) => new(
        output.Topic, output.IsTable, _request.WrittenByOthers.Contains(output.Topic),
        growth.BytesOf(measured, node => node is ISinkNode sink && sink.Topic == output.Topic));

    private PlanSource[] ReadSources(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, long>? start = _request.FromCut == 0
            ? null : _request.Runner.Cuts(_log, _topology.Name).RequireEndsAt(_topology, _request.FromCut);
        (TopicPartition Partition, long Offset)[] starts = [.. _instance.Sources.SelectMany(topic => Enumerable
            .Range(0, topic.Partitions).Select(number => new TopicPartition(topic.Topic, number)))
            .Select(partition => (partition, start?.GetValueOrDefault(partition) ?? 0))]; // 0: the cut has it not.
        ILookup<string, PlanPartition> counted = new BacklogCounter(_log, _request.Time, _request.CountTime)
            .CountAll(starts, cancellationToken)
            .ToLookup(count => count.Partition.Topic, count => count.Count);
        return [.. _instance.Sources.Select(source => ToSource(source.Topic, [.. counted[source.Topic]]))];
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

    /// <summary>Changelogs of the stores, then what each output goes to.</summary>
    private IReadOnlyList<string?> MeasuredTopics(EngineSettings settings)
    {
        InstancePlan sampled = _request.Runner.Plan(_topology, _log, settings);
        return
        [
            .. sampled.Stores.Select(store => store.Changelog),
            .. sampled.Outputs.Select(output => output.WrittenTo),
        ];
    }
}
