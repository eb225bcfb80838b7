using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>Cuts that are kept in memory; only cutovers go to the log, in a coding of their own.</summary>
internal sealed class ForeignCuts : ICutHistory
{
    private readonly ILog _log;
    private readonly List<(Cut Cut, long[] Ends)> _cuts = [];

    public ForeignCuts(ILog log, string topology)
    {
        _log = log;
        Partition = new TopicPartition($"{topology}-foreign-cuts", 0);
        if (log.Find(Partition.Topic) is null)
        {
            log.Admin.CreateTopic(Partition.Topic, new TopicSettings());
        }
    }

    public TopicPartition Partition { get; }

    public IReadOnlyList<string> Topics => [Partition.Topic];

    public bool IsOfNoUse(string topic) => false;

    public long LastLost() => 0;

    public IEnumerable<Cut> Read() => Recorded().Select(recorded => recorded.Cut);

    public IReadOnlyDictionary<TopicPartition, long>? EndsAt(long cut) => Recorded()
        .Where(recorded => recorded.Cut.Number == cut)
        .Select(recorded => recorded.Ends.Select((end, partition) => (partition, end)).ToDictionary(
            pair => new TopicPartition(Totals.Input, pair.partition), pair => pair.end))
        .FirstOrDefault();

    public IEnumerable<CutoverRecord> ReadCutovers()
    {
        using var cursor = new RecordCursor(_log.OpenReader(Partition, 0));
        while (cursor.MoveNext(long.MaxValue))
        {
            byte[] bytes = cursor.Value.ToArray();
            yield return new CutoverRecord((CutoverStep)bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]);
        }
    }

    public ILogProducer OpenProducer() => _log.OpenProducer(Partition.Topic);

    public RecordBuffer Encode(CutoverRecord cutover, DateTimeOffset at)
    {
        var buffer = new RecordBuffer();
        buffer.Add(at.ToUnixTimeMilliseconds(), false, default, true,
        [
            (byte)cutover.Step, (byte)cutover.Cut, (byte)cutover.FromVersion, (byte)cutover.FromInstance,
            (byte)cutover.ToVersion, (byte)cutover.ToInstance,
        ]);
        return buffer;
    }

    public IReadOnlyList<SourceTopic> MissingSources(Topology version, Topology? live) => [];

    public void AddSources(IReadOnlyList<SourceTopic> sources, EngineSettings settings) =>
        throw new NotSupportedException("There is one source.");

    /// <summary>The cut behind another one; null where it is not made yet.</summary>
    public (Cut Cut, long[] Ends)? Behind(long cut) => Recorded() is var all && cut < all.Length ? all[cut] : null;

    /// <summary>Makes a cut of all that is there; null where nothing is new.</summary>
    public (Cut Cut, long[] Ends)? Make(long clockMs)
    {
        lock (_cuts)
        {
            long[] ends = [.. Enumerable.Range(0, VersionsFixture.Partitions)
                .Select(partition => _log.Offsets(new TopicPartition(Totals.Input, partition)).LastStable)];
            if (ends.SequenceEqual(_cuts.Count == 0 ? new long[ends.Length] : _cuts[^1].Ends))
            {
                return null;
            }

            _cuts.Add((new Cut(_cuts.Count + 1, clockMs, 1), ends));
            return _cuts[^1];
        }
    }

    private (Cut Cut, long[] Ends)[] Recorded()
    {
        lock (_cuts)
        {
            return [.. _cuts];
        }
    }
}
