namespace Kappa.Engine;

/// <summary>Codes the past of sources that were added under ordering rule 1, for the cut log.</summary>
/// <remarks>
/// After the version byte and the kind byte, in varints: the cut; name and number of partitions of the topic; for each
/// partition its first offset; count of steps, then for each the event time (zigzag, less that of the step before) and
/// for
/// each partition the offset less that of the step before. A long past takes several records: each begins where the one
/// before it ends.
/// </remarks>
internal static class SourceHistoryCodec
{
    /// <summary>Most steps in a record: some hundred kilobytes.</summary>
    public const int StepsPerRecord = 8_192;

    /// <param name="writer">Receives it, behind version and kind.</param>
    /// <param name="history">The past.</param>
    /// <param name="first">First step.</param>
    /// <param name="count">How many.</param>
    public static void Write(ByteWriter writer, SourceHistory history, int first, int count)
    {
        writer.Varint(history.Cut);
        writer.Text(history.Topic.Topic);
        writer.Varint(history.Topic.Partitions);
        (long eventTime, long[] ends) = first == 0 ? (0, history.Starts) : history.Steps[first - 1];
        foreach (long start in ends)
        {
            writer.Varint(start);
        }

        writer.Varint(count);
        for (int step = first; step < first + count; step++)
        {
            (long nextTime, long[] nextEnds) = history.Steps[step];
            writer.Signed(unchecked(nextTime - eventTime));
            for (int partition = 0; partition < nextEnds.Length; partition++)
            {
                writer.Varint(nextEnds[partition] - ends[partition]);
            }

            (eventTime, ends) = (nextTime, nextEnds);
        }
    }

    /// <summary>Reads a record, and adds it to what was read of its topic before.</summary>
    public static void Read(ref ByteReader reader, List<SourcePast> pasts)
    {
        long cut = reader.Long();
        string name = reader.Text();
        int partitions = reader.Count();
        var starts = new long[partitions];
        for (int partition = 0; partition < partitions; partition++)
        {
            starts[partition] = reader.Long();
        }

        SourcePast? past = pasts.Find(known => known.Topic.Topic == name);
        if (past is null)
        {
            pasts.Add(past = new SourceHistory(new SourceTopic(name, partitions), cut, starts));
        }

        if (past is not SourceHistory history || history.Starts.Length != partitions
            || !history.Ends.AsSpan().SequenceEqual(starts))
        {
            throw reader.Damaged(); // It does not go on where the record before it ended.
        }

        ReadSteps(ref reader, history);
    }

    private static void ReadSteps(ref ByteReader reader, SourceHistory history)
    {
        int count = reader.Count();
        long[] ends = history.Ends;
        long eventTime = history.Steps.Count == 0 ? 0 : history.Steps[^1].EventTimeMs;
        for (int step = 0; step < count; step++)
        {
            eventTime = unchecked(eventTime + reader.Signed());
            var next = new long[ends.Length];
            for (int partition = 0; partition < next.Length; partition++)
            {
                next[partition] = ends[partition] + reader.Long();
            }

            history.Add(eventTime, next);
            ends = next;
        }
    }
}
