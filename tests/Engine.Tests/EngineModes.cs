using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Opens engines beside the live one, and reads what they have committed.</summary>
internal static class EngineModes
{
    public static EngineSettings Shadow { get; } = new() { Instance = 2, Role = new ShadowRole() };

    /// <summary>A run that nothing has happened to, to compare with: one run over all recorded cuts.</summary>
    public static StreamEngine Fresh(ILog log, Topology topology, long untilCut = long.MaxValue, long startCut = 0)
    {
        StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings
        {
            Instance = 9,
            Role = new CopyRole("fresh.") { UntilCut = untilCut, StartCut = startCut },
        });
        engine.RunToEnd();
        return engine;
    }

    /// <summary>Runs the live instance to the end, in slices and runs of a size, and closes it.</summary>
    public static EngineStatus RunLive(ILog log, Topology topology, int sliceRecords = 10, int runRecords = 10)
    {
        using StreamEngine live = StreamEngine.Open(
            topology, log, new EngineSettings
            {
                Limits = new() { SliceRecords = sliceRecords, RunRecords = runRecords },
            });
        live.RunToEnd();
        return live.Status;
    }

    /// <summary>All positions that an instance has committed, oldest first.</summary>
    public static List<Position> Positions(ILog log, string instance) =>
        [.. Observed.Walk(log, PositionLog.PartitionOf(instance).Topic)
            .Where(record => record.Key.AsSpan().SequenceEqual(PositionLog.Key))
            .Select(record => PositionCodec.Read(record.Value, instance))];

    public static long[] Cuts(ILog log, string instance) =>
        [.. Positions(log, instance).Select(position => position.Cut.Number)];

    /// <summary>The rows of the store <c>counts</c>, as <c>key=count</c>.</summary>
    public static string[] Counts(StreamEngine engine, string store = "counts")
    {
        using StoreView view = engine.OpenStore(store);
        return [.. view.Scan().Select(row => $"{row.Key}={row.ValueJson}")];
    }

    /// <summary>Appends a record to the cut log, whatever it says.</summary>
    public static void AppendToCutLog(ILog log, string topology, ReadOnlySpan<byte> value)
    {
        using ILogProducer producer = log.OpenProducer(CutLog.TopicOf(topology));
        using var buffer = new RecordBuffer();
        buffer.Add(0, false, default, true, value);
        producer.Append(new TopicPartition(CutLog.TopicOf(topology), 0), buffer);
        producer.Commit();
    }
}
