using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The past of an added source: how far it goes at which recorded cut.</summary>
/// <remarks>
/// A record joins the slice of the first cut that was not taken before its turn, and is merged there with the others
/// (docs/protocols.md, rule 6). What comes after the last recorded cut is left for new ones.
/// </remarks>
internal sealed class AddedSource(SourceTopic topic, long cut, long[] starts) : SourcePast(topic, cut, starts)
{
    private readonly List<(long Cut, long[] Ends)> _steps = [];

    /// <summary>The cuts at which it has moved; no end ever falls.</summary>
    public IReadOnlyList<(long Cut, long[] Ends)> Steps => _steps;

    /// <summary>Its records that take the turn of others, by offset within each partition.</summary>
    public List<OutOfPlaceRecord> OutOfPlace { get; } = [];

    /// <inheritdoc/>
    public override long[] Ends => _steps.Count == 0 ? Starts : _steps[^1].Ends;

    /// <summary>Finds how far a source is at each recorded cut.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Whose cuts.</param>
    /// <param name="topic">The source.</param>
    /// <param name="last">The last recorded cut.</param>
    /// <param name="settings">What is out of place.</param>
    public static AddedSource Make(ILog log, string topology, SourceTopic topic, long last, EngineSettings settings)
    {
        var sources = new CutSources([topic]);
        long[] ends = [.. log.Offsets(sources.Partitions).Select(offsets => offsets.Earliest)];
        var added = new AddedSource(topic, last, [.. ends]);
        var stable = new long[sources.Count];
        log.StableEnds(sources.Partitions, stable);
        SourceHead[] heads = [.. sources.Partitions.Select((partition, rank) =>
            new SourceHead(log, partition, rank, settings.Cuts.OutOfPlace))];
        try
        {
            Array.ForEach(heads, head => head.Load(ends[head.Partition.Partition], stable[head.Partition.Partition]));
            foreach (RecordedCut recorded in CutHistory.Read(log, topology))
            {
                added.AddUpTo(recorded, heads, stable, ends);
            }

            return added;
        }
        finally
        {
            Array.ForEach(heads, head => head.Dispose());
        }
    }

    /// <summary>The records of a partition that are known to be out of place, by offset; null for none.</summary>
    public static OutOfPlaceRecord[]? OutOfPlaceIn(IReadOnlyList<SourcePast> pasts, TopicPartition partition)
    {
        OutOfPlaceRecord[] records = [.. pasts.OfType<AddedSource>()
            .Where(past => past.Topic.Topic == partition.Topic).SelectMany(past => past.OutOfPlace)
            .Where(record => record.Partition == partition.Partition)];
        return records.Length == 0 ? null : records;
    }

    public void Add(long cut, long[] ends) => _steps.Add((cut, ends));

    /// <inheritdoc/>
    public override long[] EndsAt(Cut cut)
    {
        (int low, int high) = (0, _steps.Count); // The first step behind the cut lies between them.
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _steps[middle].Cut <= cut.Number ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? Starts : _steps[low - 1].Ends;
    }

    private void AddUpTo(RecordedCut recorded, SourceHead[] heads, long[] stable, long[] ends)
    {
        bool moved = false;
        foreach (SourceHead head in heads)
        {
            int partition = head.Partition.Partition;
            while (head.HasRecord && ComesBefore(head, recorded))
            {
                if (head.IsOutOfPlace)
                {
                    OutOfPlace.Add(new OutOfPlaceRecord(partition, head.Offset, head.Key.TimeMs));
                }

                head.Take(stable[partition]);
                ends[partition] = head.Position;
                moved = true;
            }
        }

        if (moved)
        {
            Add(recorded.Cut.Number, [.. ends]);
        }
    }

    /// <summary>Whether a head's turn comes before that of all that the cut left for later ones.</summary>
    private static bool ComesBefore(SourceHead head, RecordedCut recorded)
    {
        if (recorded.Info.Boundary == 0 || head.Key.TimeMs != recorded.Cut.EventTimeMs)
        {
            return head.Key.TimeMs <= recorded.Cut.EventTimeMs;
        }

        TopicPartition boundary = recorded.Sources.Partitions[recorded.Info.Boundary - 1];
        return string.CompareOrdinal(head.Partition.Topic, boundary.Topic) < 0;
    }
}
