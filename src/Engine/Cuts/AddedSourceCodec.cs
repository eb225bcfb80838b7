namespace Kappa.Engine;

/// <summary>Codes the past of added sources, for the cut log.</summary>
/// <remarks>
/// After the version byte and the kind byte, in varints: the cut; name and number of partitions of the topic; for each
/// partition its first offset; count of steps, then for each its cut less that of the step before and for each
/// partition the offset less that of the step before; count of records that are out of place, then for each its
/// partition, offset, and the time whose turn it takes (zigzag). A long past takes several records: each begins where
/// the one before it ends.
/// </remarks>
internal static class AddedSourceCodec
{
    /// <summary>Most steps in a record: some hundred kilobytes.</summary>
    public const int StepsPerRecord = 8_192;

    /// <param name="writer">Receives it, behind version and kind.</param>
    /// <param name="source">The past.</param>
    /// <param name="first">First step.</param>
    /// <param name="count">How many.</param>
    public static void Write(ByteWriter writer, AddedSource source, int first, int count)
    {
        writer.Varint(source.Cut);
        writer.Text(source.Topic.Topic);
        writer.Varint(source.Topic.Partitions);
        (long cut, long[] ends) = first == 0 ? (0, source.Starts) : source.Steps[first - 1];
        long[] starts = ends;
        foreach (long start in starts)
        {
            writer.Varint(start);
        }

        writer.Varint(count);
        for (int step = first; step < first + count; step++)
        {
            (long nextCut, long[] nextEnds) = source.Steps[step];
            writer.Varint(nextCut - cut);
            for (int partition = 0; partition < nextEnds.Length; partition++)
            {
                writer.Varint(nextEnds[partition] - ends[partition]);
            }

            (cut, ends) = (nextCut, nextEnds);
        }

        WriteOutOfPlace(writer, [.. source.OutOfPlace.Where(record =>
            record.Offset >= starts[record.Partition] && record.Offset < ends[record.Partition])]);
    }

    /// <summary>Reads a record, and adds it to what was read of its topic before.</summary>
    public static void Read(ref ByteReader reader, List<SourcePast> pasts)
    {
        long cut = reader.Long();
        string name = reader.Text();
        var starts = new long[reader.Count()];
        for (int partition = 0; partition < starts.Length; partition++)
        {
            starts[partition] = reader.Long();
        }

        SourcePast? known = pasts.Find(past => past.Topic.Topic == name);
        if (known is null)
        {
            pasts.Add(known = new AddedSource(new SourceTopic(name, starts.Length), cut, starts));
        }

        if (known is not AddedSource source || !source.Ends.AsSpan().SequenceEqual(starts))
        {
            throw reader.Damaged(); // It does not go on where the record before it ended.
        }

        ReadSteps(ref reader, source);
        for (int left = reader.Count(); left > 0; left--)
        {
            source.OutOfPlace.Add(new OutOfPlaceRecord(
                reader.CountUpTo(starts.Length - 1), reader.Long(), reader.Signed()));
        }
    }

    private static void ReadSteps(ref ByteReader reader, AddedSource source)
    {
        int count = reader.Count();
        (long cut, long[] ends) = source.Steps.Count == 0 ? (0, source.Starts) : source.Steps[^1];
        for (int step = 0; step < count; step++)
        {
            cut += reader.Long();
            var next = new long[ends.Length];
            for (int partition = 0; partition < next.Length; partition++)
            {
                next[partition] = ends[partition] + reader.Long();
            }

            source.Add(cut, next);
            ends = next;
        }
    }

    private static void WriteOutOfPlace(ByteWriter writer, OutOfPlaceRecord[] records)
    {
        writer.Varint(records.Length);
        foreach (OutOfPlaceRecord record in records)
        {
            writer.Varint(record.Partition);
            writer.Varint(record.Offset);
            writer.Signed(record.TurnMs);
        }
    }
}
