using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The topic <c>kappa.TOPOLOGY.cuts</c>: the order of processing, as a log (design.md 4).</summary>
/// <remarks>One thread. Reads recorded cuts from a position on; codes new ones for the transaction of their slices.</remarks>
internal sealed class CutLog : IDisposable
{
    /// <summary>Bounds a record, so that a follower can end its runs between two of them.</summary>
    private const int CutsPerRecord = 512;
    private const int RecordsPerRecord = 131_072;

    private readonly string _topology;
    private readonly TopicPartition _partition;
    private readonly RecordCursor _cursor;
    private readonly ByteWriter _writer = new();
    private readonly long[] _scratch;
    private readonly bool _sourcesChanged;
    private bool _sourcesWritten;

    private CutLog(string topology, ILog log, TopicPartition partition, CutSources sources, bool changed, long offset)
    {
        _topology = topology;
        _partition = partition;
        _sourcesChanged = changed;
        Sources = sources;
        NextOffset = offset;
        _scratch = new long[sources.Count];
        _cursor = new RecordCursor(log.OpenReader(partition, offset));
    }

    public TopicPartition Partition => _partition;

    public CutSources Sources { get; }

    /// <summary>Offset behind the last record that was read.</summary>
    public long NextOffset { get; private set; }

    public static string TopicOf(string topology) => $"kappa.{topology}.cuts";

    /// <summary>Opens the cut log at a position, creating the topic at the first start.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="wanted">The source topics of the version, in ordinal order.</param>
    /// <param name="known">The sources as of <paramref name="offset"/>; null to find them.</param>
    /// <param name="offset">First record to read.</param>
    public static CutLog Open(
        ILog log, string topology, IReadOnlyList<SourceTopic> wanted, CutSources? known, long offset)
    {
        var partition = new TopicPartition(TopicOf(topology), 0);
        if (log.Find(partition.Topic) is null)
        {
            log.CreateTopic(partition.Topic, new TopicSettings());
        }

        CutSources recorded = known ?? FirstSources(log, topology, partition);
        CutSources sources = recorded.With(topology, wanted);
        return new CutLog(topology, log, partition, sources, sources != recorded, offset);
    }

    /// <summary>Adds the cuts of the next recorded record to a run.</summary>
    /// <returns>False at the end of what is recorded.</returns>
    public bool TryRead(SliceRun run)
    {
        while (_cursor.MoveNext(long.MaxValue))
        {
            NextOffset = _cursor.Offset + 1;
            var reader = new ByteReader(_cursor.Value, _partition.ToString());
            if (CutCodec.ReadKind(ref reader) == CutCodec.CutsKind)
            {
                CutCodec.ReadCuts(ref reader, _topology, run, _scratch);
                return true;
            }
        }

        return false;
    }

    /// <summary>Codes the cuts of a run, and the sources before the first ones.</summary>
    public void Write(SliceRun run, RecordBuffer buffer)
    {
        if (_sourcesChanged && !_sourcesWritten)
        {
            _writer.Clear();
            CutCodec.WriteSources(_writer, Sources);
            buffer.Add(run.LastCut.ClockMs, false, default, true, _writer.Written);
        }

        for (int first = 0; first < run.Count;)
        {
            int count = CountThatFits(run, first);
            _writer.Clear();
            CutCodec.WriteCuts(_writer, run, first, count);
            buffer.Add(run.LastCut.ClockMs, false, default, true, _writer.Written);
            first += count;
        }
    }

    /// <summary>The records of <see cref="Write"/> are committed; reading goes on behind them.</summary>
    /// <param name="offset">The offset behind them.</param>
    public void Committed(long offset)
    {
        _sourcesWritten = true;
        NextOffset = offset;
        _cursor.Seek(offset);
    }

    public void Dispose() => _cursor.Dispose();

    private static int CountThatFits(SliceRun run, int first)
    {
        int count = 0;
        long records = 0;
        ReadOnlySpan<long> before = first == 0 ? run.Start : run.Ends(first - 1);
        while (first + count < run.Count && count < CutsPerRecord && (count == 0 || records < RecordsPerRecord))
        {
            ReadOnlySpan<long> ends = run.Ends(first + count++);
            for (int i = 0; i < ends.Length; i++)
            {
                records += ends[i] - before[i];
            }

            before = ends;
        }

        return count;
    }

    private static CutSources FirstSources(ILog log, string topology, TopicPartition partition)
    {
        using var cursor = new RecordCursor(log.OpenReader(partition, log.Offsets(partition).Earliest));
        if (!cursor.MoveNext(long.MaxValue))
        {
            return new CutSources([]);
        }

        // The first record of a cut log is its list of sources: Write puts it there, in the first cut's transaction.
        var reader = new ByteReader(cursor.Value, partition.ToString());
        return CutCodec.ReadKind(ref reader) == CutCodec.SourcesKind
            ? CutCodec.ReadSources(ref reader)
            : throw EngineErrors.DamagedRecord($"{partition}, topology '{topology}'", 1);
    }
}
