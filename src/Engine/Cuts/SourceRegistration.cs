using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Adds sources to the cuts of a topology, each with its past, before a version that reads them is replayed.
/// </summary>
internal static class SourceRegistration
{
    /// <summary>The sources of a version that the cuts do not know and the live version does not bring.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">The version.</param>
    /// <param name="live">The live version, whose first cut names its sources; null where none is.</param>
    public static IReadOnlyList<SourceTopic> Missing(ILog log, Topology topology, Topology? live = null)
    {
        TaskPlan plan = TaskPlan.Make(topology, topology.Name, log);
        IEnumerable<string>? known = CutHistory.LastSources(log, topology.Name)?.Topics.Select(source => source.Topic)
            ?? live?.Graph.SourceTopics;
        return known is null ? [] : [.. plan.Sources.Where(source => !known.Contains(source.Topic))];
    }

    /// <summary>
    /// Adds them, in one transaction under the sequencer's id. The live version and its shadows are closed meanwhile,
    /// and
    /// know them when they are opened again.
    /// </summary>
    public static void Add(ILog log, string topology, IReadOnlyList<SourceTopic> added, EngineSettings settings)
    {
        using ILogProducer producer = log.OpenProducer(CutLog.TopicOf(topology));
        Cut? last = CutHistory.Read(log, topology).LastOrDefault()?.Cut; // Behind the fence.
        CutSources known = CutHistory.LastSources(log, topology) ?? new CutSources([]);
        using var records = new RecordBuffer();
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, known.With(topology, added));
        long clock = last?.ClockMs ?? settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds();
        records.Add(clock, false, default, true, writer.Written);
        foreach (SourceTopic source in last is null ? [] : added) // Before the first cut there is no past.
        {
            AddedSource past = AddedSource.Make(log, topology, source, last!.Value.Number, settings);
            for (int first = 0; first == 0 || first < past.Steps.Count; first += AddedSourceCodec.StepsPerRecord)
            {
                writer.Clear();
                int count = Math.Min(AddedSourceCodec.StepsPerRecord, past.Steps.Count - first);
                CutCodec.WriteAddedSource(writer, past, first, count);
                records.Add(clock, false, default, true, writer.Written);
            }
        }

        producer.Append(new TopicPartition(CutLog.TopicOf(topology), 0), records);
        producer.Commit();
    }
}
