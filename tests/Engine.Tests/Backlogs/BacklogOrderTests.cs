using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// What lies in the log before it is read is processed in the order of its times, exactly: judged by a model that has
/// no code of Kappa. With KAPPA_LONG=1 a thousand histories.
/// </summary>
public sealed class BacklogOrderTests
{
    private static readonly int Rounds = Lane.Choose(40, 1_000);

    [Fact]
    public void Random_backlogs_and_their_replays_equal_the_model_in_every_row_and_every_output()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                BacklogPart[] parts = Choose(random);
                Backlog backlog = Make(parts, random, stages: random.Next(3) == 0 ? random.Next(2, 4) : 1);
                using EmbeddedLog log = EmbeddedLog.InMemory();
                var engines = new BacklogEngines(random);

                string[] live = RunStages(parts, backlog, log, engines, random);
                string[] replayed = engines.Follow(BacklogPart.TopologyOf(parts), log, "replay.");
                string[] atOnce = engines.RunLive(BacklogPart.TopologyOf(parts, "at-once"), log, "at-once.");

                string[] expected = BacklogPart.ModelOf(parts, backlog);
                BacklogLines.Equal(expected, live, "live");
                BacklogLines.Equal(expected, replayed, "replay");
                BacklogLines.Equal(BacklogPart.ModelOf(parts, backlog.AtOnce()), atOnce, "all of it at once");
            });
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7), InlineData(100), InlineData(65_536)]
    public void Where_slices_and_runs_end_changes_nothing(int sliceRecords)
    {
        Backlog backlog = Make(BacklogPart.All, new Random(20));
        using EmbeddedLog log = EmbeddedLog.InMemory();
        BacklogWriter.WriteAll(log, backlog);
        string[] expected = BacklogPart.ModelOf(BacklogPart.All, backlog);
        foreach (int runRecords in new[] { 30, 1_000_000 })
        {
            string name = $"runs-of-{runRecords}";
            Topology topology = BacklogPart.TopologyOf(BacklogPart.All, name);
            using StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings
            {
                Limits = new() { SliceRecords = sliceRecords, RunRecords = runRecords },
                Role = new LiveRole { OutputPrefix = $"{name}." },
            });

            engine.RunToEnd();

            BacklogLines.Equal(expected, BacklogLines.Of(engine, log, $"{name}."), name);
        }
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(50), InlineData(int.MaxValue)]
    public void The_size_of_batches_changes_nothing(int batchRecords)
    {
        Backlog backlog = Make(BacklogPart.All, new Random(21));
        using EmbeddedLog log = EmbeddedLog.InMemory();
        BacklogWriter.WriteAll(log, backlog, batchRecords);
        using StreamEngine engine = StreamEngine.Open(
            BacklogPart.TopologyOf(BacklogPart.All), log, new EngineSettings { Limits = new() { SliceRecords = 20 } });

        engine.RunToEnd();

        BacklogLines.Equal(
            BacklogPart.ModelOf(BacklogPart.All, backlog), BacklogLines.Of(engine, log), $"batches of {batchRecords}");
    }

    [Fact]
    public void The_number_of_partitions_changes_no_row_where_each_topic_is_in_the_order_of_time()
    {
        string[]? expected = null;
        foreach (int partitions in new[] { 1, 2, 5 })
        {
            Backlog backlog = InOrder(partitions);
            using EmbeddedLog log = EmbeddedLog.InMemory();
            BacklogWriter.WriteAll(log, backlog);
            using StreamEngine engine = StreamEngine.Open(
                BacklogPart.TopologyOf(BacklogPart.All), log, new EngineSettings
                {
                    Limits = new() { SliceRecords = 50 },
                });
            engine.RunToEnd();

            string[] lines = BacklogLines.Of(engine, log);
            BacklogLines.Equal(BacklogPart.ModelOf(BacklogPart.All, backlog), lines, $"{partitions} partitions");
            string[] rows = [.. lines.Where(line => !line.StartsWith("stream", StringComparison.Ordinal))];
            BacklogLines.Equal(expected ??= rows, rows, $"{partitions} partitions, beside one");
        }
    }

    [Fact]
    public void A_slice_holds_no_more_than_its_limit_though_batches_are_larger()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        for (int partition = 0; partition < 2; partition++)
        {
            log.Append("in", partition, [.. Enumerable.Range(0, 500).Select(
                number => ((string?)"k", (string?)"v", (long)number))]);
        }

        EngineModes.RunLive(log, SmallTopologies.Counting(), sliceRecords: 8, runRecords: 100);

        long before = 0;
        foreach (RecordedCut cut in CutHistory.Read(log, "counting"))
        {
            Assert.InRange(cut.Ends.Sum() - before, 1, 8);
            before = cut.Ends.Sum();
        }

        Assert.Equal(1_000, before);
    }

    private static BacklogPart[] Choose(Random random)
    {
        BacklogPart[] parts = [.. BacklogPart.All];
        random.Shuffle(parts);
        return parts[..random.Next(1, random.Next(2) == 0 ? 3 : parts.Length + 1)];
    }

    private static Backlog Make(IReadOnlyList<BacklogPart> parts, Random random, int stages = 1)
    {
        int most = random.Next(12) switch { 0 => 3_000, < 4 => 600, _ => 120 };
        return new BacklogMaker(random, most).Make(parts.SelectMany(part => part.Topics).Distinct(), stages);
    }

    /// <summary>Appends and processes, again and again; transactions leave offsets without records.</summary>
    private static string[] RunStages(
        BacklogPart[] parts, Backlog backlog, ILog log, BacklogEngines engines, Random random)
    {
        int largest = random.Next(3) switch { 0 => 2, 1 => 60, _ => 10_000 };
        using var writer = new BacklogWriter(
            log, backlog, () => random.Next(1, largest), random.Next(2) == 0 ? "writer" : null);
        string[] lines = [];
        for (int stage = 0; stage < backlog.Stages; stage++)
        {
            writer.Write(stage);
            lines = engines.RunLive(BacklogPart.TopologyOf(parts), log);
        }

        return lines;
    }

    /// <summary>The same records for any number of partitions: no two of them at the same time.</summary>
    private static Backlog InOrder(int partitions)
    {
        var random = new Random(22);
        var records = new Dictionary<(string Topic, int Partition), List<PastRecord>>();
        string[] topics = [.. BacklogPart.All.SelectMany(part => part.Topics).Distinct().Order(StringComparer.Ordinal)];
        foreach (string topic in topics)
        {
            for (int partition = 0; partition < partitions; partition++)
            {
                records.Add((topic, partition), []);
            }
        }

        for (int time = 0; time < 3_000; time++)
        {
            string topic = topics[random.Next(topics.Length)];
            string? key = random.Next(30) == 0 ? null
                : (topic == "areas" ? "a" : topic == "Zones" ? "z" : "k") + random.Next(10);
            int partition = key is null ? time % partitions : ModelPartitioner.PartitionOf(key, partitions);
            string? value = random.Next(8) == 0 ? null : $"{(char)('a' + random.Next(5))}{time}";
            records[(topic, partition)].Add(new PastRecord(key, value, time));
        }

        return new Backlog(
            records.Select(part => new PastPartition(
                part.Key.Topic, part.Key.Partition, [.. part.Value], [part.Value.Count])),
            stages: 1);
    }
}
