using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A version that reads more topics finds the past of each where its time is, between the recorded cuts.
/// </summary>
public sealed class AddedSourceTests
{
    private static readonly int Rounds = Lane.Choose(20, 1_000);

    /// <summary>
    /// A clock behind all that histories have: the event time of a cut, by which the past finds its place, never goes
    /// beyond its clock.
    /// </summary>
    private static readonly SettableClock Late = new() { Now = DateTimeOffset.UnixEpoch.AddYears(200) };

    [Fact]
    public void The_past_of_added_sources_comes_where_it_would_have_come_had_they_been_read_from_the_start()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                (BacklogPart[] first, BacklogPart[] second) = Choose(random);
                Backlog backlog = Make(first, second, random, stages: 1);
                using EmbeddedLog log = EmbeddedLog.InMemory();
                BacklogWriter.WriteAll(log, backlog, random.Next(1, 100));
                var engines = new BacklogEngines(random, Late);
                engines.RunLive(BacklogPart.TopologyOf(first), log);

                Topology added = AddSources(first, second, log, engines);
                string[] replayed = engines.Follow(added, log, "second.");

                BacklogLines.Equal(BacklogPart.ModelOf(second, backlog), replayed, "the second version");
            });
        }
    }

    [Fact]
    public void What_comes_after_sources_were_added_comes_behind_their_past_and_in_one_order_with_all_others()
    {
        foreach (int seed in Seeds.For(Rounds / 2))
        {
            Seeds.Run(seed, random =>
            {
                (BacklogPart[] first, BacklogPart[] second) = Choose(random);
                Backlog backlog = Make(first, second, random, stages: 2);
                using EmbeddedLog log = EmbeddedLog.InMemory();
                using var writer = new BacklogWriter(log, backlog, () => random.Next(1, 100));
                writer.Write(0);
                var engines = new BacklogEngines(random, Late);
                engines.RunLive(BacklogPart.TopologyOf(first), log);
                Topology added = AddSources(first, second, log, engines);
                writer.Write(1);
                engines.RunLive(BacklogPart.TopologyOf(first), log);

                string[] replayed = engines.Follow(added, log, "second.");

                BacklogLines.Equal(BacklogPart.ModelOf(second, backlog), replayed, "the second version");
            });
        }
    }

    [Fact]
    public void Over_cuts_that_were_made_live_every_replay_finds_the_past_of_added_sources_in_the_same_place()
    {
        foreach (int seed in Seeds.For(Rounds / 2))
        {
            Seeds.Run(seed, random =>
            {
                (BacklogPart[] first, BacklogPart[] second) = Choose(random);
                Backlog backlog = Make(first, second, random, stages: 4);
                using EmbeddedLog log = EmbeddedLog.InMemory();
                using var writer = new BacklogWriter(log, backlog, () => random.Next(1, 100));
                var engines = new BacklogEngines(random, Late);
                for (int stage = 0; stage < backlog.Stages; stage++)
                {
                    writer.Write(stage);
                    engines.RunLive(BacklogPart.TopologyOf(first), log);
                }

                Topology added = AddSources(first, second, log, engines);
                string[] once = engines.Follow(added, log, "second.");
                string[] again = engines.Follow(added, log, "third.", instance: 3);

                BacklogLines.Equal(once, again, "another replay of the second version");
            });
        }
    }

    /// <summary>
    /// Adds the sources of the second version; the first one then cuts what comes behind its last cut.
    /// </summary>
    private static Topology AddSources(BacklogPart[] first, BacklogPart[] second, ILog log, BacklogEngines engines)
    {
        Topology topology = BacklogPart.TopologyOf(second, version: 2);
        SourceRegistration.Add(log, topology.Name, SourceRegistration.Missing(log, topology), engines.Any());
        engines.RunLive(BacklogPart.TopologyOf(first), log);
        return topology;
    }

    /// <summary>A history in which the first version has something to cut before sources are added.</summary>
    private static Backlog Make(BacklogPart[] first, BacklogPart[] second, Random random, int stages)
    {
        string[] read = [.. first.SelectMany(part => part.Topics)];
        Backlog backlog;
        do
        {
            backlog = new BacklogMaker(random, random.Next(8) == 0 ? 1_000 : 150)
                .Make(second.SelectMany(part => part.Topics).Distinct(), stages);
        }
        while (!backlog.Partitions.Any(part => read.Contains(part.Topic) && part.StageEnds[0] > 0));

        return backlog;
    }

    /// <summary>The parts of two versions, of which the second one reads more.</summary>
    private static (BacklogPart[] First, BacklogPart[] Second) Choose(Random random)
    {
        while (true)
        {
            BacklogPart[] parts = [.. BacklogPart.All];
            random.Shuffle(parts);
            BacklogPart[] first = parts[..random.Next(1, parts.Length)];
            BacklogPart[] second = parts[..random.Next(first.Length + 1, parts.Length + 1)];
            if (second.SelectMany(part => part.Topics).Except(first.SelectMany(part => part.Topics)).Any())
            {
                return (first, second);
            }
        }
    }
}
