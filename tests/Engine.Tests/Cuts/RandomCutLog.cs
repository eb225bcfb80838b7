namespace Kappa.Engine.Tests;

/// <summary>Records as a cut log may have them.</summary>
internal static class RandomCutLog
{
    /// <summary>A record of one cut without a base: 10 ms and 9 ms of event time behind the one before.</summary>
    public static byte[] Cut(long number, params (int Source, long Offsets)[] moved) =>
        Cut(SliceInfo.Unknown, number, moved);

    /// <summary>The same under the first ordering rule.</summary>
    public static byte[] OldCut(long number, params (int Source, long Offsets)[] moved) =>
        Cut(new SliceInfo(SliceInfo.OwnTimestampRule, 0, 0), number, moved);

    private static byte[] Cut(SliceInfo info, long number, (int Source, long Offsets)[] moved)
    {
        int width = moved.Length == 0 ? 1 : moved.Max(move => move.Source) + 1;
        var run = new SliceRun(width);
        long[] ends = new long[width];
        run.Begin(new Cut(number - 1, 10 * (number - 1), 9 * (number - 1)), ends);
        foreach ((int source, long offsets) in moved)
        {
            ends[source] += offsets;
        }

        run.Add(new Cut(number, 10 * number, 9 * number), ends, info, 0);
        var writer = new ByteWriter();
        CutCodec.WriteCuts(writer, run, 0, 1);
        return writer.Written.ToArray();
    }

    public static byte[] Sources(params (string Topic, int Partitions)[] sources)
    {
        var writer = new ByteWriter();
        CutCodec.WriteSources(
            writer, new CutSources([.. sources.Select(source => new SourceTopic(source.Topic, source.Partitions))]));
        return writer.Written.ToArray();
    }

    /// <summary>
    /// Records of all kinds, and some of none, each at an offset, with gaps as transactions leave them.
    /// </summary>
    public static List<(long Offset, byte[] Value)> Records(Random random, int count)
    {
        var records = new List<(long, byte[])>();
        var run = new SliceRun(0);
        var topics = new List<(string, int)>();
        long offset = 0;
        for (int record = 0; record < count; record++)
        {
            bool isWider = record == 0 || random.Next(40) == 0;
            byte[] value = isWider ? Widen(topics, ref run, random) : random.Next(30) switch
            {
                0 => new CutoverRecord(CutoverStep.Switched, random.Next(100), 1, 1, 2, 1).Encode(),
                1 => History(topics, random),
                2 => Added(topics, random),
                3 => [.. Enumerable.Range(0, random.Next(5)).Select(_ => (byte)random.Next(5))],
                _ => Cuts(run, random),
            };
            records.Add((offset, value));
            offset += random.Next(1, 4);
        }

        return records;
    }

    private static byte[] Cuts(SliceRun run, Random random)
    {
        run.Begin(run.LastCut, run.LastEnds.ToArray());
        byte rule = (byte)random.Next(SliceInfo.OwnTimestampRule, SliceInfo.OrderingRule + 1);
        for (int cuts = random.Next(3) == 0 ? random.Next(1, 20) : 1; cuts > 0; cuts--)
        {
            long[] ends = run.LastEnds.ToArray();
            for (int moves = random.Next(0, 4); moves > 0; moves--)
            {
                ends[random.Next(ends.Length)] += random.NextInt64(random.Next(2) == 0 ? 100 : 1L << 40);
            }

            Cut last = run.LastCut;
            long eventTime = random.Next(20) == 0 ? random.NextInt64(-1L << 60, 1L << 60) : random.Next(1_000);
            SliceInfo info = rule == SliceInfo.OwnTimestampRule ? new SliceInfo(rule, 0, 0)
                : new SliceInfo(rule, (byte)random.Next(20), random.Next(4));
            run.Add(new Cut(last.Number + 1, last.ClockMs + random.Next(1_000), eventTime), ends, info, 0);
        }

        var writer = new ByteWriter();
        CutCodec.WriteCuts(writer, run, 0, run.Count, withBase: random.Next(10) == 0);
        return writer.Written.ToArray();
    }

    private static byte[] Widen(List<(string, int)> topics, ref SliceRun run, Random random)
    {
        topics.Add(($"t{topics.Count}", random.Next(1, 4)));
        int width = topics.Sum(topic => topic.Item2);
        long[] ends = new long[width];
        run.LastEnds.CopyTo(ends);
        Cut last = run.LastCut;
        run = new SliceRun(width);
        run.Begin(last, ends);
        return Sources([.. topics]);
    }

    private static byte[] Added(List<(string Topic, int Partitions)> topics, Random random)
    {
        (string topic, int partitions) = topics[random.Next(topics.Count)];
        long[] ends = [.. Enumerable.Range(0, partitions).Select(_ => random.NextInt64(1_000))];
        var added = new AddedSource(new SourceTopic(topic, partitions), random.Next(100), ends);
        long cut = 0;
        for (int steps = random.Next(0, 5); steps > 0; steps--)
        {
            ends = [.. ends.Select(end => end + random.Next(100))];
            added.Add(cut += random.Next(1, 20), ends);
        }

        if (ends[0] > added.Starts[0])
        {
            added.OutOfPlace.Add(new OutOfPlaceRecord(0, added.Starts[0], random.Next()));
        }

        var writer = new ByteWriter();
        CutCodec.WriteAddedSource(writer, added, 0, added.Steps.Count);
        return writer.Written.ToArray();
    }

    private static byte[] History(List<(string Topic, int Partitions)> topics, Random random)
    {
        (string topic, int partitions) = topics[random.Next(topics.Count)];
        long[] ends = [.. Enumerable.Range(0, partitions).Select(_ => random.NextInt64(1_000))];
        var history = new SourceHistory(new SourceTopic(topic, partitions), random.Next(100), ends);
        for (int steps = random.Next(0, 5); steps > 0; steps--)
        {
            ends = [.. ends.Select(end => end + random.Next(100))];
            history.Add(random.Next(100_000), ends);
        }

        var writer = new ByteWriter();
        CutCodec.WriteHistory(writer, history, 0, history.Steps.Count);
        return writer.Written.ToArray();
    }
}
