using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The topic <c>kappa.TOPOLOGY.cuts</c>: the order of processing, as a log.</summary>
/// <remarks>
/// One thread. Reads recorded cuts from a position on; codes new ones for the transaction of their slices.
/// </remarks>
internal sealed class CutLog : IDisposable
{
    /// <summary>Bounds a record, so that a follower can end its runs between two of them.</summary>
    private const int CutsPerRecord = 512;
    private const int RecordsPerRecord = 131_072;

    private readonly string _topology;
    private readonly ILog _log;
    private readonly TopicPartition _partition;
    private readonly CutRecords _cursor;
    private readonly ByteWriter _writer = new();
    private readonly long[] _scratch;
    private readonly bool _sourcesChanged;
    private readonly SourceHistories? _merged;
    private bool _sourcesWritten;
    private bool _wentBack;

    private CutLog(
        string topology, ILog log, TopicPartition partition, CutSources sources, bool changed, long offset,
        List<SourcePast> histories, EngineSettings settings)
    {
        _topology = topology;
        _log = log;
        _partition = partition;
        _sourcesChanged = changed;
        Sources = sources;
        NextOffset = offset;
        Histories = histories;
        _scratch = new long[sources.Count];
        _merged = histories.Count == 0 ? null : new SourceHistories(log, histories, sources, settings);
        _cursor = CutRecords.Open(log, topology, offset);
    }

    public string Topology => _topology;

    public TopicPartition Partition => _partition;

    public CutSources Sources { get; }

    /// <summary>The past of sources that were added behind the position.</summary>
    public IReadOnlyList<SourcePast> Histories { get; }

    /// <summary>Makes cuts where recorded ones are lost; null to refuse to go on there.</summary>
    public LostCuts? Lost { get; set; }

    /// <summary>Whether all that is recorded was read, as of the last <see cref="TryRead"/>.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Offset behind the last record that was read.</summary>
    public long NextOffset { get; private set; }

    /// <summary>
    /// Where a reader begins whose position lies before all that is left: the records of the cuts before are gone from
    /// every source, and so are those cuts. Null where nothing is missing.
    /// </summary>
    public CutState? Front => _cursor.Front;

    public static string TopicOf(string topology) => $"kappa.{topology}.cuts";

    public static TopicPartition PartitionOf(string topology) => new(TopicOf(topology), 0);

    /// <summary>Opens the cut log at a position, creating the topic at the first start.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="wanted">The source topics of the version, in ordinal order.</param>
    /// <param name="known">The sources that a position at <paramref name="offset"/> knew; null for none.</param>
    /// <param name="offset">First record to read; a cut log that was lost begins again before it.</param>
    /// <param name="settings">How large slices may be; null takes the defaults.</param>
    public static CutLog Open(
        ILog log, string topology, IReadOnlyList<SourceTopic> wanted, CutSources? known, long offset,
        EngineSettings? settings = null)
    {
        settings ??= new EngineSettings();
        TopicPartition partition = PartitionOf(topology);
        if (log.Find(partition.Topic) is null)
        {
            log.Admin.CreateTopic(partition.Topic, new TopicSettings());
            DeleteSealed(log, topology);
        }

        long sealedTo = SealedCuts.EndOf(log, topology); // Read first: sealing goes on.
        long stable = log.Offsets(partition).LastStable;
        if (stable < sealedTo)
        {
            throw EngineErrors.CutTopicShort(topology, stable, sealedTo);
        }

        offset = Math.Min(offset, stable);
        var histories = new List<SourcePast>();
        CutSources? recorded = LastSources(log, topology, offset, known is null, histories);
        CutSources sources = (recorded ?? new CutSources([])).With(topology, known?.Topics ?? [])
            .With(topology, wanted);

        // Sources of a position may not be registered yet: only a list that was read says that they are.
        return new CutLog(topology, log, partition, sources, sources != recorded, offset, histories, settings);
    }

    /// <summary>Finds a recorded cut, as the position of an instance that begins there with empty stores.</summary>
    /// <returns>Null where it is not recorded.</returns>
    public Position? Find(long cut)
    {
        foreach (RecordedCut recorded in CutHistory.Read(_log, _topology))
        {
            if (recorded.Cut.Number >= cut)
            {
                return recorded.Cut.Number > cut ? null : new Position(
                    recorded.Cut, recorded.CutLogOffset, recorded.Sources, recorded.Ends, recorded.Ends);
            }
        }

        return null;
    }

    /// <summary>
    /// Where the cut of a position ends. The position may be further: amid a slice that has grown by an added source.
    /// </summary>
    public long[] EndsAt(Position position)
    {
        long[] ends = [.. position.Ends];
        if (Histories.OfType<AddedSource>().Any(past => position.Cut.Number < past.Cut))
        {
            Find(position.Cut.Number)?.Ends.CopyTo(ends, 0);
        }

        return ends;
    }

    /// <summary>Adds the cuts of the next recorded record to a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="records">Most records of the run; its first slice may have more.</param>
    /// <param name="until">The last cut to take.</param>
    /// <param name="bytes">Most bytes of input of the run, as far as cuts tell; its first slice may have more.</param>
    /// <returns>
    /// False at the end of what is recorded, where a cutover ends the run, and where the run may hold no more.
    /// </returns>
    /// <exception cref="KappaException">KAP5109: another version has added a source; open the log again.</exception>
    public bool TryRead(
        SliceRun run, long records = long.MaxValue, long until = long.MaxValue, long bytes = long.MaxValue)
    {
        IsAtEnd = false;
        while (_cursor.MoveNext())
        {
            NextOffset = _cursor.Offset + 1;
            var reader = new ByteReader(_cursor.Value, _partition.ToString());
            switch (CutCodec.ReadKind(ref reader))
            {
                case CutCodec.CutsKind when Lost?.Precede(_cursor.Value, run) == true:
                    StepBack();
                    Lost.Make(run, records, until);
                    return true;
                case CutCodec.CutsKind when GoesBack(run):
                    break;
                case CutCodec.CutsKind:
                    return CutCodec.ReadCuts(ref reader, _topology, run, _scratch, records, until, _merged, bytes)
                        || StepBack();
                case CutCodec.CutoverKind when run.Count > 0:
                    return false; // It forces the boundary of a commit (protocols.md 25).
                case CutCodec.SourcesKind:
                    RequireKnown(CutCodec.ReadSources(ref reader));
                    break;
            }
        }

        IsAtEnd = true;
        return false;
    }

    /// <summary>
    /// The cuts behind the run's last one are left for later runs, though they were read.
    /// </summary>
    /// <param name="offset">The <see cref="NextOffset"/> of before the first of them was read.</param>
    public void GoBack(long offset)
    {
        NextOffset = offset;
        _cursor.Seek(offset);
        _merged?.GoBack();
        IsAtEnd = false;
    }

    /// <summary>The record in hand has cuts that are left for the next run: it is read again.</summary>
    private bool StepBack()
    {
        NextOffset = _cursor.Offset;
        _cursor.Seek(NextOffset);
        return false;
    }

    /// <summary>
    /// An offset of the cut log that was lost may lie anywhere in the one that began again: it is read from its front.
    /// </summary>
    private bool GoesBack(SliceRun run)
    {
        if (Lost is null || _wentBack || CutCodec.ReadFirst(_cursor.Value) <= run.LastCut.Number + 1)
        {
            return false;
        }

        _wentBack = true;
        _cursor.Seek(0);
        return true;
    }

    /// <summary>Codes the cuts of a run, and the sources before the first ones.</summary>
    public void Write(SliceRun run, RecordBuffer buffer)
    {
        bool writesSources = _sourcesChanged && !_sourcesWritten;
        if (writesSources)
        {
            _writer.Clear();
            CutCodec.WriteSources(_writer, Sources);
            buffer.Add(run.LastCut.ClockMs, false, default, true, _writer.Written);
        }

        for (int first = 0; first < run.Count;)
        {
            int count = CountThatFits(run, first);
            _writer.Clear();
            CutCodec.WriteCuts(_writer, run, first, count, withBase: writesSources && first == 0);
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

    public void Dispose()
    {
        _cursor.Dispose();
        _merged?.Dispose();
    }

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

    /// <summary>
    /// The last list of sources from an offset on, or null. Lists only grow at their end, so it holds for what lies
    /// before it too.
    /// </summary>
    private static CutSources? LastSources(
        ILog log, string topology, long offset, bool mustBeginWithIt, List<SourcePast> histories)
    {
        CutSources? last = null;
        string what = PartitionOf(topology).ToString();
        using CutRecords cursor = CutRecords.Open(log, topology, offset);
        while (cursor.MoveNext())
        {
            var reader = new ByteReader(cursor.Value, what);
            byte kind = CutCodec.ReadKind(ref reader);
            if (kind == CutCodec.SourcesKind)
            {
                last = CutCodec.ReadSources(ref reader);
            }
            else if (kind is CutCodec.HistoryKind or CutCodec.AddedSourceKind)
            {
                SourcePast.Read(kind, ref reader, histories);
            }
            else if (kind == CutCodec.CutsKind && last is null && mustBeginWithIt)
            {
                // The first cut of a cut log comes behind its list of sources: Write puts it there.
                throw EngineErrors.DamagedRecord(what, 1);
            }
        }

        return last;
    }

    /// <summary>Cuts that went on from those that are lost: they cannot be followed any further.</summary>
    private static void DeleteSealed(ILog log, string topology)
    {
        string topic = SealedCuts.PartitionOf(topology).Topic;
        if (log.Find(topic) is not null)
        {
            log.Admin.DeleteTopic(topic);
        }
    }

    /// <summary>The indexes of cuts mean nothing to a reader that does not know their sources.</summary>
    private void RequireKnown(CutSources recorded)
    {
        if (!Sources.BeginsWith(recorded))
        {
            throw EngineErrors.SourcesAdded(
                _topology, recorded.Topics.Select(topic => topic.Topic).Except(Sources.Topics.Select(t => t.Topic)));
        }
    }
}
