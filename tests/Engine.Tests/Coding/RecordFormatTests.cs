using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The engine's own records: their bytes are a format, and damage to them is an error that says so.</summary>
public sealed class RecordFormatTests
{
    private const int FuzzRounds = 20_000;

    /// <summary>Cut 7, clock 300, event time -1, cut log offset 5, sources a (1), b (2), ends, changelogs.</summary>
    private static readonly byte[] FirstFormat =
        [1, 7, 0xAC, 0x02, 1, 5, 2, 1, (byte)'a', 1, 1, (byte)'b', 2, 3, 10, 20, 30, 1, 9];

    [Fact]
    public void Positions_of_format_1_are_read_and_all_their_sources_began_at_zero()
    {
        Position position = PositionCodec.Read(FirstFormat, "x");

        Assert.Equal((new Cut(7, 300, -1), 5), (position.Cut, position.CutLogOffset));
        Assert.Equal(["a/0", "b/0", "b/1"], position.Sources.Partitions.Select(partition => partition.ToString()));
        Assert.Equal([10L, 20, 30], position.Ends);
        Assert.Equal([9L], position.ChangelogEnds);
        Assert.Equal([0L, 0, 0], position.Starts);
    }

    [Fact]
    public void Positions_of_format_2_are_those_of_format_1_and_the_starts()
    {
        Position position = PositionCodec.Read([2, .. FirstFormat[1..], 3, 1, 2, 0xAC, 0x02], "x");

        Assert.Equal([9L], position.ChangelogEnds);
        Assert.Equal([1L, 2, 300], position.Starts);
        Assert.Null(position.TasksFrom);
    }

    [Fact]
    public void The_bytes_of_format_3_say_where_the_positions_of_tasks_are_and_name_no_changelog()
    {
        Position position = PositionCodec.Read(FirstFormat, "x");

        byte[] written = Write(position with { Starts = [1, 2, 300], TasksFrom = 8 });

        Assert.Equal([3, .. FirstFormat[1..^2], 3, 1, 2, 0xAC, 0x02, 8], written);
        Position read = PositionCodec.Read(written, "x");
        Assert.Equal([1L, 2, 300], read.Starts);
        Assert.Equal(8, read.TasksFrom);
        Assert.Empty(read.ChangelogEnds);
    }

    [Theory]
    [InlineData(0), InlineData(4)]
    public void A_position_of_an_unknown_format_is_refused_and_not_guessed(byte version)
    {
        KappaException error = Assert.Throws<KappaException>(
            () => PositionCodec.Read([version, .. FirstFormat[1..]], "x"));

        Assert.Equal(("KAP5104", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    [Fact]
    public void An_instance_whose_position_has_format_1_goes_on_from_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2));
        EngineModes.RunLive(log, SmallTopologies.Passing());
        Position position = Assert.Single(EngineModes.Positions(log, "passing.v1.i1"));
        byte[] asFirst = [1, .. Write(position)[1..^3], 0];
        using (ILogProducer producer = log.OpenProducer("passing.v1.i1"))
        {
            using var buffer = new RecordBuffer();
            buffer.Add(0, true, "position"u8, true, asFirst);
            producer.Append(new TopicPartition("passing.v1.i1.positions", 0), buffer);
            producer.Commit();
        }

        log.Append("in", 0, ("c", "1", 3));
        EngineStatus status = EngineModes.RunLive(log, SmallTopologies.Passing());

        Assert.Equal((1, 2), (status.RecordsProcessed, status.Cut.Number));
        Assert.Equal(2, EngineModes.Positions(log, "passing.v1.i1")[^1].Cut.Number);
    }

    [Fact]
    public void A_position_whose_lists_do_not_fit_each_other_is_damaged()
    {
        Position position = PositionCodec.Read(FirstFormat, "x");

        Assert.Equal("KAP5103", Assert.Throws<KappaException>(
            () => PositionCodec.Read(Write(position with { Starts = [1, 2] }), "x")).Code);
        Assert.Equal("KAP5103", Assert.Throws<KappaException>(
            () => PositionCodec.Read(Write(position with { Ends = [1, 2], Starts = [1, 2] }), "x")).Code);
    }

    [Fact]
    public void Damaged_positions_give_an_error_of_ours_and_never_another_one() => Fuzz(
        Write(PositionCodec.Read(FirstFormat, "x") with { Starts = [1, 2, 300] }),
        bytes => PositionCodec.Read(bytes, "x"));

    [Fact]
    public void Damaged_records_of_the_cut_log_give_an_error_of_ours_and_never_another_one()
    {
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, new CutSources([new SourceTopic("flights", 4), new SourceTopic("airports", 2)]));
        Fuzz(writer.Written.ToArray(), ReadAny);
        Fuzz(new CutoverRecord(CutoverStep.Begun, 300, 1, 4, 2, 5).Encode(), ReadAny);
        foreach (int count in new[] { 1, 2, 20 })
        {
            writer.Clear();
            CutCodec.WriteCuts(writer, RandomRun(new Random(count), count), 0, count);
            Fuzz(writer.Written.ToArray(), ReadAny);
        }

        var added = new AddedSource(new SourceTopic("more", 2), 9, [3, 300]);
        added.Add(4, [5, 300]);
        added.Add(400, [900, 301]);
        added.OutOfPlace.Add(new OutOfPlaceRecord(0, 4, 77));
        writer.Clear();
        CutCodec.WriteAddedSource(writer, added, 0, 2);
        Fuzz(writer.Written.ToArray(), ReadAny);
    }

    private static void ReadAny(byte[] bytes)
    {
        var reader = new ByteReader(bytes, "x");
        switch (CutCodec.ReadKind(ref reader))
        {
            case CutCodec.CutsKind:
                var run = new SliceRun(6);
                run.Begin(Cut.Zero, new long[6]);
                CutCodec.ReadCuts(ref reader, "t", run, new long[6]);
                break;
            case CutCodec.SourcesKind:
                CutCodec.ReadSources(ref reader);
                break;
            case CutCodec.CutoverKind:
                CutCodec.ReadCutover(ref reader);
                break;
            case CutCodec.AddedSourceKind:
                SourcePast.Read(CutCodec.AddedSourceKind, ref reader);
                break;
        }
    }

    private static void Fuzz(byte[] valid, Action<byte[]> read)
    {
        read(valid);
        int refused = 0;
        foreach (int seed in Seeds.For(FuzzRounds))
        {
            Seeds.Run(seed, random =>
            {
                byte[] damaged = [.. valid.AsSpan(0, random.Next(4) > 0 ? valid.Length : random.Next(valid.Length))];
                for (int flips = damaged.Length == 0 ? 0 : random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] =
                        random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(0x80 << random.Next(2));
                }

                Exception? error = Record.Exception(() => read(damaged));
                Assert.True(error is null or KappaException, $"{Convert.ToHexString(damaged)} gives {error}");
                refused += error is null ? 0 : 1;
            });
        }

        Assert.True(
            refused > Seeds.For(FuzzRounds).Count() / 5, $"Only {refused} were refused: this test proves little.");
    }

    private static SliceRun RandomRun(Random random, int cuts)
    {
        var run = new SliceRun(6);
        long[] ends = new long[6];
        run.Begin(Cut.Zero, ends);
        for (int cut = 1; cut <= cuts; cut++)
        {
            ends[random.Next(6)] += random.Next(1, 1_000);
            run.Add(new Cut(cut, cut * 50, random.Next(1_000_000)), ends);
        }

        return run;
    }

    private static byte[] Write(Position position)
    {
        var writer = new ByteWriter();
        PositionCodec.Write(
            writer, position.Cut, position.CutLogOffset, position.Sources, position.Ends, position.Starts,
            position.TasksFrom ?? 0);
        return writer.Written.ToArray();
    }
}
