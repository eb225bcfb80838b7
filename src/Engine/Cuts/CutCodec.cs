namespace Kappa.Engine;

/// <summary>Codes cuts as differences (protocols.md 5).</summary>
/// <remarks>
/// A record of the cut topic, after its version byte (1) and kind byte, in varints:
/// kind 1, cuts: flags, ordering rule, number of the first cut, count; with flag 1 the state before the first cut
/// (clock, event time zigzag, count of ends, ends); then for each cut clock difference, event time difference (zigzag),
/// count of partitions that moved, and for each of them its index less the one before, less one, and its offset
/// difference; since ordering rule 2 then size class and boundary, as <see cref="SliceInfo"/> says.
/// Kind 2, sources: count, then for each topic its name and number of partitions; replaces the list before it.
/// Kind 3, cutover: step, number of its cut, then version and instance of the old and of the new one.
/// Kind 4, the past of a source that was added under ordering rule 1: as <see cref="SourceHistoryCodec"/> says. Kind 5,
/// of one that was added since: as <see cref="AddedSourceCodec"/> says.
/// </remarks>
internal static class CutCodec
{
    public const byte CutsKind = 1;
    public const byte SourcesKind = 2;
    public const byte CutoverKind = 3;
    public const byte HistoryKind = 4;
    public const byte AddedSourceKind = 5;
    public const byte Version = 1;
    public const byte WithBase = 1;
    private const int MostPartitions = 10_000; // As the log has it: damage cannot ask for memory.

    public static void WriteSources(ByteWriter writer, CutSources sources)
    {
        writer.Byte(Version);
        writer.Byte(SourcesKind);
        writer.Varint(sources.Topics.Count);
        foreach (SourceTopic topic in sources.Topics)
        {
            writer.Text(topic.Topic);
            writer.Varint(topic.Partitions);
        }
    }

    public static void WriteHistory(ByteWriter writer, SourceHistory history, int first, int count)
    {
        writer.Byte(Version);
        writer.Byte(HistoryKind);
        SourceHistoryCodec.Write(writer, history, first, count);
    }

    public static void WriteAddedSource(ByteWriter writer, AddedSource source, int first, int count)
    {
        writer.Byte(Version);
        writer.Byte(AddedSourceKind);
        AddedSourceCodec.Write(writer, source, first, count);
    }

    public static void WriteCutover(ByteWriter writer, CutoverRecord cutover)
    {
        writer.Byte(Version);
        writer.Byte(CutoverKind);
        writer.Byte((byte)cutover.Step);
        writer.Varint(cutover.Cut);
        writer.Varint(cutover.FromVersion);
        writer.Varint(cutover.FromInstance);
        writer.Varint(cutover.ToVersion);
        writer.Varint(cutover.ToInstance);
    }

    /// <summary>
    /// Writes slices of a run as one record. The very first, and one with several cuts, which can be entered in its
    /// middle, say where they start from; so does the first one behind a list of sources, since where a new source
    /// begins is known nowhere else. All of them are of one ordering rule.
    /// </summary>
    public static void WriteCuts(ByteWriter writer, SliceRun run, int first, int count, bool withBase = false)
    {
        Cut cut = first == 0 ? run.StartCut : run.Cut(first - 1);
        ReadOnlySpan<long> ends = first == 0 ? run.Start : run.Ends(first - 1);
        writer.Byte(Version);
        writer.Byte(CutsKind);
        withBase |= count > 1 || cut.Number == 0;
        writer.Byte(withBase ? WithBase : (byte)0);
        byte rule = run.Info(first).Rule;
        writer.Varint(rule);
        writer.Varint(cut.Number + 1);
        writer.Varint(count);
        if (withBase)
        {
            WriteBase(writer, cut, ends);
        }

        for (int slice = first; slice < first + count; slice++)
        {
            WriteDifference(writer, cut, run.Cut(slice), ends, run.Ends(slice));
            if (rule >= SliceInfo.OrderingRule)
            {
                writer.Varint(run.Info(slice).SizeClass);
                writer.Varint(run.Info(slice).Boundary);
            }

            cut = run.Cut(slice);
            ends = run.Ends(slice);
        }
    }

    /// <summary>Reads the kind byte behind the version byte.</summary>
    public static byte ReadKind(ref ByteReader reader)
    {
        reader.ExpectVersion(Version);
        return reader.Byte();
    }

    public static CutoverRecord ReadCutover(ref ByteReader reader) => new(
        (CutoverStep)reader.Byte(), reader.Long(), reader.CountUpTo(int.MaxValue), reader.CountUpTo(int.MaxValue),
        reader.CountUpTo(int.MaxValue), reader.CountUpTo(int.MaxValue));

    public static CutSources ReadSources(ref ByteReader reader)
    {
        var topics = new SourceTopic[reader.Count()];
        for (int i = 0; i < topics.Length; i++)
        {
            topics[i] = new SourceTopic(reader.Text(), reader.CountUpTo(MostPartitions));
        }

        return topics.DistinctBy(topic => topic.Topic).Count() == topics.Length
            ? new CutSources(topics)
            : throw reader.Damaged();
    }

    /// <summary>Number of the first cut of a record of cuts.</summary>
    public static long ReadFirst(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value, "a cut");
        ReadKind(ref reader);
        reader.Byte(); // Flags.
        reader.Long(); // The ordering rule.
        return reader.Long();
    }

    /// <summary>Finds whether cuts are missing before a record of cuts, and where they led to.</summary>
    /// <param name="value">The record.</param>
    /// <param name="last">Number of the last cut that is known.</param>
    /// <param name="lastEnds">Its ends.</param>
    /// <param name="ends">Receives the ends before the record's cuts, if some are missing.</param>
    /// <param name="before">The cut before the record's.</param>
    /// <returns>False where none is missing, or the record does not say where it begins.</returns>
    public static bool TryReadGap(
        ReadOnlySpan<byte> value, long last, ReadOnlySpan<long> lastEnds, long[] ends, out Cut before)
    {
        before = default;
        var reader = new ByteReader(value, "a cut");
        if (ReadKind(ref reader) != CutsKind || (reader.Byte() & WithBase) == 0
            || reader.Long() is < SliceInfo.OwnTimestampRule or > SliceInfo.OrderingRule
            || reader.Long() is var first && first <= last + 1)
        {
            return false;
        }

        reader.Count();
        lastEnds.CopyTo(ends);
        before = ReadBase(ref reader, first - 1, ends);
        return true;
    }

    /// <summary>Reads the cuts of a record into a run, leaving out those up to the run's last cut.</summary>
    /// <param name="reader">Stands behind the kind byte.</param>
    /// <param name="topology">For the message if the ordering rule is unknown.</param>
    /// <param name="run">Receives the slices.</param>
    /// <param name="ends">Scratch, as wide as the run.</param>
    /// <param name="records">Most records of the run; its first slice may have more.</param>
    /// <param name="until">The last cut to take.</param>
    /// <param name="histories">The past of added sources; null for none.</param>
    /// <param name="bytes">Most bytes of input of the run, as far as cuts tell; its first slice may have more.</param>
    /// <returns>False where cuts are left over.</returns>
    public static bool ReadCuts(
        ref ByteReader reader, string topology, SliceRun run, long[] ends, long records = long.MaxValue,
        long until = long.MaxValue, SourceHistories? histories = null, long bytes = long.MaxValue)
    {
        byte flags = reader.Byte();
        long rule = reader.Long();
        long number = reader.Long();
        int count = reader.Count();
        if (rule is < SliceInfo.OwnTimestampRule or > SliceInfo.OrderingRule)
        {
            throw EngineErrors.UnknownOrderingRule(topology, number, rule);
        }

        if (number + count - 1 <= run.LastCut.Number)
        {
            return true;
        }

        Cut cut = run.LastCut;
        bool hasBase = (flags & WithBase) != 0;
        if (number > cut.Number + 1 || (number <= cut.Number && !hasBase))
        {
            throw EngineErrors.CutsMissing(topology, cut.Number, number);
        }

        run.LastCutEnds.CopyTo(ends); // A run may begin amid a slice: what is recorded goes by the cut before.
        if (hasBase)
        {
            cut = ReadBase(ref reader, number - 1, ends);
        }

        for (int i = 0; i < count; i++)
        {
            cut = ReadDifference(ref reader, cut, ends);
            SliceInfo info = ReadInfo(ref reader, (byte)rule);
            if (cut.Number > run.LastCut.Number)
            {
                bool isFull = run.Count > 0
                    && (run.Records >= records || run.Bytes + info.EstimatedBytes > bytes);
                if (cut.Number > until || histories?.AddBefore(run, cut, ends, info, records) == false || isFull)
                {
                    return false;
                }

                run.Add(cut, ends, info, info.EstimatedBytes);
            }
        }

        return true;
    }

    private static SliceInfo ReadInfo(ref ByteReader reader, byte rule) => rule < SliceInfo.OrderingRule
        ? new SliceInfo(rule, 0, 0)
        : new SliceInfo(rule, (byte)reader.CountUpTo(byte.MaxValue), reader.CountUpTo(CutsRecord.MostSources));

    private static void WriteBase(ByteWriter writer, Cut cut, ReadOnlySpan<long> ends)
    {
        writer.Varint(cut.ClockMs);
        writer.Signed(cut.EventTimeMs);
        writer.Varint(ends.Length);
        foreach (long end in ends)
        {
            writer.Varint(end);
        }
    }

    private static Cut ReadBase(ref ByteReader reader, long number, long[] ends)
    {
        long clock = reader.Long();
        long eventTime = reader.Signed();
        int count = reader.CountUpTo(ends.Length);
        for (int i = 0; i < count; i++)
        {
            ends[i] = reader.Long(); // Sources behind these were not known yet: they stay where they are.
        }

        return new Cut(number, clock, eventTime);
    }

    private static void WriteDifference(
        ByteWriter writer, Cut before, Cut cut, ReadOnlySpan<long> endsBefore, ReadOnlySpan<long> ends)
    {
        writer.Varint(cut.ClockMs - before.ClockMs);
        writer.Signed(unchecked(cut.EventTimeMs - before.EventTimeMs));
        int moved = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            moved += ends[i] == endsBefore[i] ? 0 : 1;
        }

        writer.Varint(moved);
        int last = -1;
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] != endsBefore[i])
            {
                writer.Varint(i - last - 1);
                writer.Varint(ends[i] - endsBefore[i]);
                last = i;
            }
        }
    }

    private static Cut ReadDifference(ref ByteReader reader, Cut before, long[] ends)
    {
        long clock = before.ClockMs + reader.Long();
        long eventTime = unchecked(before.EventTimeMs + reader.Signed());
        int moved = reader.CountUpTo(ends.Length);
        int index = -1;
        for (int i = 0; i < moved; i++)
        {
            index += reader.CountUpTo(ends.Length - index - 2) + 1;
            ends[index] += reader.Long();
        }

        return new Cut(before.Number + 1, clock, eventTime);
    }
}
