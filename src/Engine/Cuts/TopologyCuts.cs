using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The cuts of a topology as its cut log has them.</summary>
/// <param name="log">The log.</param>
/// <param name="topology">Name of the topology.</param>
public sealed class TopologyCuts(ILog log, string topology) : ICutHistory
{
    /// <inheritdoc/>
    public TopicPartition Partition { get; } = CutLog.PartitionOf(topology);

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics { get; } =
        [CutLog.TopicOf(topology), SealedCuts.PartitionOf(topology).Topic];

    /// <inheritdoc/>
    public bool IsOfNoUse(string topic) => topic == SealedCuts.PartitionOf(topology).Topic
        && (log.Find(Partition.Topic) is null
            || log.Offsets(Partition).LastStable < SealedCuts.EndOf(log, topology));

    /// <inheritdoc/>
    public IEnumerable<Cut> Read() => CutHistory.Read(log, topology).Select(recorded => recorded.Cut);

    /// <inheritdoc/>
    public IReadOnlyDictionary<TopicPartition, long>? EndsAt(long cut)
    {
        RecordedCut? found = CutHistory.Read(log, topology).FirstOrDefault(recorded => recorded.Cut.Number == cut);
        return found?.Sources.Partitions.Zip(found.Ends).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <inheritdoc/>
    public long LastLost() => CutHistory.LastLost(log, topology);

    /// <inheritdoc/>
    public IEnumerable<CutoverRecord> ReadCutovers() => CutHistory.ReadCutovers(log, topology);

    /// <inheritdoc/>
    public ILogProducer OpenProducer() => log.OpenProducer(CutLog.TopicOf(topology));

    /// <inheritdoc/>
    public RecordBuffer Encode(CutoverRecord cutover, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(cutover);
        var buffer = new RecordBuffer();
        buffer.Add(at.ToUnixTimeMilliseconds(), false, default, true, cutover.Encode());
        return buffer;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceTopic> MissingSources(Topology version, Topology? live)
    {
        ArgumentNullException.ThrowIfNull(version);
        return SourceRegistration.Missing(log, version, live);
    }

    /// <inheritdoc/>
    public void AddSources(IReadOnlyList<SourceTopic> sources, EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(settings);
        SourceRegistration.Add(log, topology, sources, settings);
    }
}
