using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Adds sources to the cuts of a topology, each with its past, before a version that reads them is replayed.
/// </summary>
internal static class SourceRegistration
{
    /// <summary>The sources of a version that the cut log does not know, where there is a cut already.</summary>
    public static IReadOnlyList<SourceTopic> Missing(ILog log, Topology topology)
    {
        TaskPlan plan = TaskPlan.Make(topology, topology.Name, log);
        return CutHistory.LastSources(log, topology.Name) is { } known
            ? [.. plan.Sources.Where(source => known.Topics.All(other => other.Topic != source.Topic))] : [];
    }

    /// <summary>
    /// Adds them, in one transaction under the sequencer's id. The live version and its shadows are closed meanwhile,
    /// and
    /// know them when they are opened again.
    /// </summary>
    public static void Add(ILog log, string topology, IReadOnlyList<SourceTopic> added, EngineSettings settings)
    {
        using ILogProducer producer = log.OpenProducer(CutLog.TopicOf(topology));
        Cut last = CutHistory.Read(log, topology).Last().Cut; // Behind the fence.
        CutSources known = CutHistory.LastSources(log, topology)!;
        using var records = new RecordBuffer();
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, known.With(topology, added));
        records.Add(last.ClockMs, false, default, true, writer.Written);
        foreach (SourceTopic source in added)
        {
            AddedSource past = AddedSource.Make(log, topology, source, last.Number, settings);
            for (int first = 0; first == 0 || first < past.Steps.Count; first += AddedSourceCodec.StepsPerRecord)
            {
                writer.Clear();
                int count = Math.Min(AddedSourceCodec.StepsPerRecord, past.Steps.Count - first);
                CutCodec.WriteAddedSource(writer, past, first, count);
                records.Add(last.ClockMs, false, default, true, writer.Written);
            }
        }

        producer.Append(new TopicPartition(CutLog.TopicOf(topology), 0), records);
        producer.Commit();
    }
}
