using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// An instance that runs as two task sets, through lanes that are topics, comes to the bytes of one that runs whole
/// (docs/protocols.md, 12).
/// </summary>
public sealed class DividedReplayTests
{
    private const int Rounds = 8;

    [Fact]
    public void Two_task_sets_end_in_the_bytes_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Live(() => OrderTopology.Build(), random);
                using StreamEngine whole = Whole(() => OrderTopology.Build(), log);

                using DividedRun divided = Divided(() => OrderTopology.Build(), log, random);
                divided.RunToEnd();

                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(
                    Observed.Records(log, "whole.clicks-joined"), Observed.Records(log, "apart.clicks-joined"));
                Assert.Equal(Observed.LastValues(log, "whole.letters"), Observed.LastValues(log, "apart.letters"));
                Assert.True(divided.WereApart, "The shares went in step: that proves little.");
            });
        }
    }

    [Fact]
    public void Two_task_sets_with_exchanges_behind_exchanges_end_in_the_bytes_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Live(DeepTopology.Build, random);
                using StreamEngine whole = Whole(DeepTopology.Build, log);

                using DividedRun divided = Divided(DeepTopology.Build, log, random);
                divided.RunToEnd();

                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(
                    Observed.LastValues(log, "whole.deep-table"), Observed.LastValues(log, "apart.deep-table"));
                Assert.Equal(Sorted(log, "whole.deep-joined"), Sorted(log, "apart.deep-joined"));
                Assert.Equal(6, divided.Count);
            });
        }
    }

    [Fact]
    public void Two_task_sets_with_another_number_of_tasks_behind_an_exchange_end_in_the_bytes_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Live(RoutedTopology.Build, random);
                using StreamEngine whole = Whole(RoutedTopology.Build, log);

                using DividedRun divided = Divided(RoutedTopology.Build, log, random);
                divided.RunToEnd();

                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(Observed.Records(log, "whole.merged"), Observed.Records(log, "apart.merged"));
            });
        }
    }

    [Fact]
    public void At_every_cut_that_two_task_sets_are_stopped_at_their_stores_are_those_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Live(DeepTopology.Build, random);
                long[] cuts = [.. CutHistory.Read(log, "deep").Select(cut => cut.Cut.Number)];
                using DividedRun divided = Divided(DeepTopology.Build, log, random);
                foreach (long cut in cuts[..^1].Where(_ => random.Next(cuts.Length) < 4).Append(cuts[^1]))
                {
                    divided.RunToEnd(cut);
                    using StreamEngine whole = EngineModes.Fresh(log, DeepTopology.Build(), cut);

                    Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                }
            });
        }
    }

    [Fact]
    public void Two_task_sets_with_windows_timers_and_restarts_end_in_the_bytes_of_one()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using var directory = new TemporaryDirectory();
                using EmbeddedLog log = TestLog.With(("in", 3));
                RunTimed(log, random, () => WindowTopology.Build());
                using StreamEngine whole = Whole(() => WindowTopology.Build(), log);

                using DividedRun divided = Divided(() => WindowTopology.Build(), log, random, directory.Path);
                divided.RunToEnd();

                Assert.Equal(DividedRun.Stores(whole), divided.Stores());
                Assert.Equal(Sorted(log, "whole.closed"), Sorted(log, "apart.closed"));
            });
        }
    }

    [Fact]
    public void A_live_instance_of_two_task_sets_and_a_sequencer_equals_its_replay()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
                feeder.CreateTopics();
                using var live = new DividedRun(
                    DeepTopology.Build, log, new EngineSettings { Limits = new() { SliceRecords = 40 } }, random);
                for (int step = 0; step < 12; step++)
                {
                    feeder.Append(40);
                    live.RunToEnd();
                }

                using StreamEngine replay = Whole(DeepTopology.Build, log);

                Assert.Equal(DividedRun.Stores(replay), live.Stores());
                Assert.Equal(Observed.LastValues(log, "whole.deep-table"), Observed.LastValues(log, "deep-table"));
            });
        }
    }

    [Fact]
    public void An_instance_is_divided_and_united_between_any_cuts_and_ends_in_the_same_bytes()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = Live(DeepTopology.Build, random);
                long[] cuts = [.. CutHistory.Read(log, "deep").Select(cut => cut.Cut.Number)];
                using StreamEngine expected = Whole(DeepTopology.Build, log);
                foreach (long cut in cuts.Where(_ => random.Next(cuts.Length) < 6).Append(cuts[^1]))
                {
                    if (random.Next(2) == 0)
                    {
                        RunWhole(log, cut).Dispose();
                        continue;
                    }

                    using DividedRun divided = Divided(DeepTopology.Build, log, random);
                    divided.RunToEnd(cut);
                    InstanceDivision.Unite(DeepTopology.Build(), log, 2, divided.Division);
                }

                using StreamEngine found = RunWhole(log, cuts[^1]);
                Assert.Equal(Observed.Stores(expected), Observed.Stores(found));
            });
        }
    }

    private static StreamEngine RunWhole(EmbeddedLog log, long untilCut)
    {
        StreamEngine whole = StreamEngine.Open(DeepTopology.Build(), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("apart.") { UntilCut = untilCut },
        });
        whole.RunToEnd();
        return whole;
    }

    private static EmbeddedLog Live(Func<Topology> build, Random random)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
        feeder.CreateTopics();
        using StreamEngine live = StreamEngine.Open(build(), log, new EngineSettings
        {
            Limits = new() { RunRecords = random.Next(1, 200), SliceRecords = random.Next(1, 60) },
        });
        for (int step = 0; step < 10; step++)
        {
            feeder.Append(60);
            live.RunToEnd();
        }

        return log;
    }

    private static void RunTimed(EmbeddedLog log, Random random, Func<Topology> build)
    {
        (long timestamp, int step) = (1_000, 0);
        RestartedRun.Live(log, build, random, steps: 40, () =>
        {
            step++;
            for (int record = random.Next(12); record > 0; record--)
            {
                timestamp += random.Next(-10, 14);
                log.Append("in", random.Next(3), (
                    $"k{random.Next(9)}", $"{(char)('a' + random.Next(5))}{step}.{record}", timestamp));
            }
        });
    }

    private static StreamEngine Whole(Func<Topology> build, EmbeddedLog log)
    {
        StreamEngine whole = StreamEngine.Open(
            build(), log, new EngineSettings { Instance = 3, Role = new CopyRole("whole.") });
        whole.RunToEnd();
        return whole;
    }

    private static DividedRun Divided(
        Func<Topology> build, EmbeddedLog log, Random random, string? directory = null) =>
        new(build, log, new EngineSettings { Instance = 2, Role = new CopyRole("apart.") }, random, directory);

    private static string Sorted(EmbeddedLog log, string topic) => string.Join(
        Environment.NewLine,
        Observed.Records(log, topic).Split(Environment.NewLine).Order(StringComparer.Ordinal));
}
